package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// entry is one key of a section in the file: how it is read from and written
// into what the section is kept in, as text.
type entry[T any] struct {
	key    string
	number string // what number it is, written without quotes; "" for a text
	get    func(*T) string
	set    func(*T, string) error
}

// entries lists every key of a profile in the order in which they are written.
func entries() []entry[Profile] {
	list := []entry[Profile]{
		text("env", func(p *Profile) *string { return &p.Env }),
		text("url", func(p *Profile) *string { return &p.URL }),
	}
	for _, k := range Keys() {
		list = append(list, text(k.Name, k.Field))
	}
	list = append(list,
		text("secret_file", func(p *Profile) *string { return &p.SecretFile }),
		text("secret_command", func(p *Profile) *string { return &p.SecretCommand }),
		text("secret_keyring", func(p *Profile) *string { return &p.SecretKeyring }),
		text("heartbeat", func(p *Profile) *string { return &p.Heartbeat }),
	)
	return append(list, settings(func(p *Profile) *Settings { return &p.Settings })...)
}

// defaultEntries lists every key of [defaults].
func defaultEntries() []entry[Defaults] {
	return append(settings(func(d *Defaults) *Settings { return &d.Settings }),
		text("backups", func(d *Defaults) *string { return &d.Backups }),
		whole(keepPrefix+"last", func(d *Defaults) *int { return &d.Keep.Last }),
		whole(keepPrefix+"hourly", func(d *Defaults) *int { return &d.Keep.Hourly }),
		whole(keepPrefix+"daily", func(d *Defaults) *int { return &d.Keep.Daily }),
		whole(keepPrefix+"weekly", func(d *Defaults) *int { return &d.Keep.Weekly }),
		whole(keepPrefix+"monthly", func(d *Defaults) *int { return &d.Keep.Monthly }),
		whole(keepPrefix+"yearly", func(d *Defaults) *int { return &d.Keep.Yearly }),
		text("verify", func(d *Defaults) *string { return &d.Verify }),
		text("keep-runs", func(d *Defaults) *string { return &d.KeepRuns }),
	)
}

// settings lists the keys that a profile and [defaults] may both have.
func settings[T any](of func(*T) *Settings) []entry[T] {
	return []entry[T]{
		text("ca_file", func(t *T) *string { return &of(t).CAFile }),
		text("runs", func(t *T) *string { return &of(t).Runs }),
		{"rate", "a number from 0 on, without quotes",
			func(t *T) string { return nonZero(strconv.FormatFloat(of(t).Rate, 'f', -1, 64)) },
			func(t *T, s string) (err error) { of(t).Rate, err = strconv.ParseFloat(s, 64); return err }},
		whole("concurrency", func(t *T) *int { return &of(t).Concurrency }),
		whole("chunk_size", func(t *T) *int { return &of(t).ChunkSize }),
		text("approval", func(t *T) *string { return &of(t).Approval }),
		text("allowed_signers", func(t *T) *string { return &of(t).AllowedSigners }),
		text("own_signers", func(t *T) *string { return &of(t).OwnSigners }),
		text("signing_key", func(t *T) *string { return &of(t).SigningKey }),
	}
}

func text[T any](key string, field func(*T) *string) entry[T] {
	return entry[T]{key, "",
		func(t *T) string { return *field(t) },
		func(t *T, s string) error { *field(t) = s; return nil }}
}

func whole[T any](key string, field func(*T) *int) entry[T] {
	return entry[T]{key, "a whole number from 0 on, without quotes",
		func(t *T) string { return nonZero(strconv.Itoa(*field(t))) },
		func(t *T, s string) (err error) { *field(t), err = strconv.Atoi(s); return err }}
}

// checkNumbers refuses those that are less than nothing.
func checkNumbers[T any](list []entry[T], t *T) error {
	for _, e := range list {
		if e.number != "" && strings.HasPrefix(e.get(t), "-") {
			return fmt.Errorf("%s is negative: it must be %s", e.key, e.number)
		}
	}
	return nil
}

func nonZero(s string) string {
	if s == "0" {
		return ""
	}
	return s
}

// IsSecret says whether a key's value is never shown, and never taken from a
// command line.
func IsSecret(key string) bool { return key == "secret" || key == "heartbeat" }

// Masked is the profile with a word in place of each secret that it has.
func (p Profile) Masked(word string) Profile {
	for _, e := range entries() {
		if IsSecret(e.key) && e.get(&p) != "" {
			_ = e.set(&p, word) // texts take any value
		}
	}
	return p
}

// KeyNames lists the keys that a profile may have, in the order of the file.
func KeyNames() []string { return namesOf(entries()) }

// DefaultNames lists the keys that [defaults] may have.
func DefaultNames() []string { return namesOf(defaultEntries()) }

func namesOf[T any](list []entry[T]) (names []string) {
	for _, e := range list {
		names = append(names, e.key)
	}
	return names
}

// LinesOf lists the profile's lines, keys without a value left out.
func LinesOf(p Profile) []Line { return linesOf(entries(), &p) }

// defaultLines lists what [defaults] says, each count of keep as a line of its own.
func defaultLines(d Defaults) []Line { return linesOf(defaultEntries(), &d) }

func linesOf[T any](list []entry[T], t *T) (lines []Line) {
	for _, e := range list {
		if value := e.get(t); value != "" {
			lines = append(lines, Line{Key: e.key, Value: value, Bare: e.number != ""})
		}
	}
	return lines
}

// Put sets one key from its text; "" takes it away. Another key that says the
// same otherwise – url and env, the four places of a secret – goes.
func (p *Profile) Put(key, value string) error {
	if err := put(entries(), p, key, value); err != nil {
		return err
	}
	for _, other := range entries() {
		if slices.Contains(DroppedBy(key, value), other.key) {
			_ = other.set(p, "") // texts alone: they take any value
		}
	}
	return p.check()
}

// Put sets one key from its text; "" takes it away.
func (d *Defaults) Put(key, value string) error {
	if err := put(defaultEntries(), d, key, value); err != nil {
		return err
	}
	return d.check()
}

func put[T any](list []entry[T], t *T, key, value string) error {
	i := slices.IndexFunc(list, func(e entry[T]) bool { return e.key == key })
	if i < 0 {
		return fmt.Errorf("unknown key %q; the keys are: %s", key, strings.Join(namesOf(list), ", "))
	}
	if value == "" && list[i].number != "" {
		value = "0"
	}
	if err := list[i].set(t, value); err != nil {
		return fmt.Errorf("%s is %s, not %q", key, strings.TrimSuffix(list[i].number, ", without quotes"), value)
	}
	return nil
}

// DroppedBy lists the keys that setting this one to that value takes away.
func DroppedBy(key, value string) []string {
	if value == "" {
		return nil
	}
	for _, rivals := range [][]string{{"env", "url"}, {"secret", "secret_file", "secret_command", "secret_keyring"}} {
		if i := slices.Index(rivals, key); i >= 0 {
			return slices.Delete(slices.Clone(rivals), i, i+1)
		}
	}
	return nil
}

// PutKey returns text with that key of the profile as p has it.
func PutKey(text, profile, key string, p Profile) string {
	for _, l := range LinesOf(p) {
		if l.Key == key {
			return PutLines(text, profile, []Line{l})
		}
	}
	return DropLines(text, profile, key)
}
