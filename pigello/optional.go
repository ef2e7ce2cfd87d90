package pigello

import "fmt"

// state is what an Optional holds; its zero value means that nothing was said.
type state uint8

const (
	stateAbsent state = iota
	stateNull
	stateValue
)

// Optional is a field that may be absent (the zero value), null or a value:
// in a Write, leave alone, clear or set. It is comparable when T is, and a
// plain value: copies are independent.
type Optional[T any] struct {
	state state
	value T
}

// Some returns an Optional that holds v.
func Some[T any](v T) Optional[T] { return Optional[T]{state: stateValue, value: v} }

// Null returns an Optional that is null.
func Null[T any]() Optional[T] { return Optional[T]{state: stateNull} }

// Get returns the value; ok is false when the field is absent or null, and v
// is then the zero value.
func (o Optional[T]) Get() (v T, ok bool) { return o.value, o.state == stateValue }

// IsAbsent reports whether nothing was said about the field.
func (o Optional[T]) IsAbsent() bool { return o.state == stateAbsent }

// IsNull reports whether the field is null.
func (o Optional[T]) IsNull() bool { return o.state == stateNull }

// IsValue reports whether the field holds a value.
func (o Optional[T]) IsValue() bool { return o.state == stateValue }

// String is the value as text; else absent or null.
func (o Optional[T]) String() string {
	switch o.state {
	case stateAbsent:
		return "absent"
	case stateNull:
		return "null"
	}
	return fmt.Sprint(o.value)
}
