package crash

import (
	"errors"
	"strings"
	"testing"
)

const secret = "Hemliga Exempelbolaget AB"

func TestDo(t *testing.T) {
	var none map[string]int
	var row struct{ cells []string }
	var any any = secret
	for name, test := range map[string]struct {
		work  func() error
		cause string
	}{
		"index":     {func() error { _ = row.cells[len(secret)]; return nil }, "runtime error: index out of range [25] with length 0"},
		"nil map":   {func() error { none[secret]++; return nil }, "assignment to entry in nil map"},
		"pointer":   {func() error { var e *Error; _ = e.Doing; return nil }, "runtime error: invalid memory address or nil pointer dereference"},
		"assertion": {func() error { _ = any.(int); return nil }, "interface conversion: interface {} is string, not int"},
		"text":      {func() error { panic("row of " + secret) }, "panic of type string"},
		"error":     {func() error { panic(errors.New(secret)) }, "panic of type *errors.errorString"},
		"nil":       {func() error { panic(nil) }, "panic called with nil argument"},
		"deferred":  {deferred, "panic of type string"},
	} {
		err := Do("reading customers.csv", test.work)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if e.Cause != test.cause {
			t.Errorf("%s: the cause is %q", name, e.Cause)
		}
		if all := e.Error() + strings.Join(e.Stack, "\n"); strings.Contains(all, secret) {
			t.Errorf("%s shows data: %s", name, all)
		}
		if !strings.HasPrefix(e.Error(), "a fault in orgbatch itself while reading customers.csv: ") || !strings.HasSuffix(e.Error(), ", in "+e.Place) {
			t.Errorf("%s says %q", name, e)
		}
		if !strings.HasPrefix(e.Place, "exporter/crash.") || !strings.Contains(e.Place, "(crash_test.go:") || e.Stack[0] != e.Place {
			t.Errorf("%s was in %q of %q", name, e.Place, e.Stack)
		}
		if name == "deferred" && !strings.Contains(e.Place, "fails") {
			t.Errorf("the first panic was in fails, not in %s", e.Place)
		}
	}
}

// deferred panics anew while it cleans up after a panic.
func deferred() error {
	defer func() {
		value := recover()
		panic(value)
	}()
	fails(secret)
	return nil
}

func fails(with string) { panic(with) }

func TestDoPassesOn(t *testing.T) {
	failed := errors.New("failed")
	if err := Do("x", func() error { return failed }); err != failed {
		t.Errorf("the error became %v", err)
	}
	if err := Do("x", func() error { return nil }); err != nil {
		t.Errorf("nothing became %v", err)
	}
}

func TestInject(t *testing.T) {
	defer func() { Inject = nil }()
	Inject = func(doing string) { panic(doing) }
	done := false
	err := Do("x", func() error { done = true; return nil })
	if err == nil || done {
		t.Errorf("done is %v, the error %v", done, err)
	}
}
