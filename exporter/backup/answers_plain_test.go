//go:build !race

package backup

// answerSeeds is how many drawn answers a backup is made under.
const answerSeeds = 90
