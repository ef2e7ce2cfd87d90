//go:build race

package backup

// answerSeeds is less where each step takes ten times as long.
const answerSeeds = 12
