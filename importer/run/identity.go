package run

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Identity is a row over all attempts: the run that read it first, and its place there. A mended row carries it in the column orgbatch_row,
// and keeps it however often it is rejected again. Identities compare with ==, and take 12 bytes.
type Identity struct {
	short [shortLen]byte
	// Source is the index of the source in that run, Number the row as Excel shows it.
	Source, Number int32
}

// Run is the short id of the run that read the row first.
func (id Identity) Run() string { return string(id.short[:]) }

// In is the same place in another run, which is named by its short id.
func (id Identity) In(short string) Identity {
	copy(id.short[:], short)
	return id
}

// String is the identity as the rejects have it: "k7f3:347", of a second source "k7f3:2:347".
func (id Identity) String() string {
	if id.Source > 0 {
		return fmt.Sprintf("%s:%d:%d", id.Run(), id.Source+1, id.Number)
	}
	return id.Run() + ":" + strconv.Itoa(int(id.Number))
}

// Compare orders identities by run, source and number, as a run keeps its rows.
func (id Identity) Compare(other Identity) int {
	return cmp.Or(strings.Compare(id.Run(), other.Run()), cmp.Compare(id.Source, other.Source), cmp.Compare(id.Number, other.Number))
}

// ParseIdentity reads what String writes, whatever its case; ok is false for any other text.
func ParseIdentity(text string) (id Identity, ok bool) {
	parts := strings.Split(strings.ToLower(strings.TrimSpace(text)), ":")
	if len(parts) < 2 || len(parts) > 3 || len(parts[0]) != shortLen || strings.Trim(parts[0], shortLetters) != "" {
		return id, false
	}
	copy(id.short[:], parts[0])
	if len(parts) == 3 {
		source, err := strconv.ParseUint(parts[1], 10, 16)
		if err != nil || source < 2 {
			return Identity{}, false
		}
		id.Source = int32(source) - 1
	}
	number, err := strconv.ParseUint(parts[len(parts)-1], 10, 32)
	if err != nil || number > math.MaxInt32 {
		return Identity{}, false
	}
	id.Number = int32(number)
	return id, true
}

// IdentityOf is the row's identity over all attempts, as IdentityIn; ok is false for one that carried in what is none.
func (r *Row) IdentityOf(short string) (id Identity, ok bool) {
	return ParseIdentity(r.IdentityIn(short))
}

// Carries says whether rows of the source may carry the identity of an earlier run's.
func (s *Source) Carries() bool { return slices.Contains(s.Mapping, "orgbatch_row") }
