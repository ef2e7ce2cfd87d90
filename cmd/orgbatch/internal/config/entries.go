package config

import (
	"fmt"
	"slices"
	"strconv"
)

// entry is one key of a profile in the file: how it is read from and written
// into a Profile, as text.
type entry struct {
	key  string
	bare bool // written without quotes
	get  func(*Profile) string
	set  func(*Profile, string) error
}

// entries lists every key of a profile in the order in which they are written.
func entries() []entry {
	list := []entry{
		text("env", func(p *Profile) *string { return &p.Env }),
		text("url", func(p *Profile) *string { return &p.URL }),
	}
	for _, k := range Keys() {
		list = append(list, text(k.Name, k.Field))
	}
	return append(list,
		text("secret_file", func(p *Profile) *string { return &p.SecretFile }),
		text("secret_command", func(p *Profile) *string { return &p.SecretCommand }),
		text("secret_keyring", func(p *Profile) *string { return &p.SecretKeyring }),
		text("heartbeat", func(p *Profile) *string { return &p.Heartbeat }),
		text("ca_file", func(p *Profile) *string { return &p.CAFile }),
		text("runs", func(p *Profile) *string { return &p.Runs }),
		entry{"rate", true,
			func(p *Profile) string { return nonZero(strconv.FormatFloat(p.Rate, 'f', -1, 64)) },
			func(p *Profile, s string) (err error) { p.Rate, err = strconv.ParseFloat(s, 64); return err }},
		whole("concurrency", func(p *Profile) *int { return &p.Concurrency }),
		whole("chunk_size", func(p *Profile) *int { return &p.ChunkSize }),
		text("approval", func(p *Profile) *string { return &p.Approval }),
		text("allowed_signers", func(p *Profile) *string { return &p.AllowedSigners }),
		text("own_signers", func(p *Profile) *string { return &p.OwnSigners }),
		text("signing_key", func(p *Profile) *string { return &p.SigningKey }),
	)
}

func text(key string, field func(*Profile) *string) entry {
	return entry{key, false,
		func(p *Profile) string { return *field(p) },
		func(p *Profile, s string) error { *field(p) = s; return nil }}
}

func whole(key string, field func(*Profile) *int) entry {
	return entry{key, true,
		func(p *Profile) string { return nonZero(strconv.Itoa(*field(p))) },
		func(p *Profile, s string) (err error) { *field(p), err = strconv.Atoi(s); return err }}
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
func KeyNames() []string {
	var names []string
	for _, e := range entries() {
		names = append(names, e.key)
	}
	return names
}

// LinesOf lists the profile's lines, keys without a value left out.
func LinesOf(p Profile) []Line {
	var lines []Line
	for _, e := range entries() {
		if value := e.get(&p); value != "" {
			lines = append(lines, Line{Key: e.key, Value: value, Bare: e.bare})
		}
	}
	return lines
}

// Put sets one key from its text; "" takes it away. Another key that says the
// same otherwise – url and env, the four places of a secret – goes.
func (p *Profile) Put(key, value string) error {
	list := entries()
	i := slices.IndexFunc(list, func(e entry) bool { return e.key == key })
	if i < 0 {
		return fmt.Errorf("unknown key %q", key)
	}
	if value == "" && list[i].bare {
		value = "0"
	}
	if err := list[i].set(p, value); err != nil {
		return fmt.Errorf("%s is a number, not %q", key, value)
	}
	for _, other := range list {
		if slices.Contains(DroppedBy(key, value), other.key) {
			_ = other.set(p, "") // texts alone: they take any value
		}
	}
	return p.check()
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
