//go:build !race

package page

const (
	largeRows = 1_000_000 // of the plan that the page is held to its size with
	worstRows = 1_500
)
