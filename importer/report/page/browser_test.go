//go:build !race

// What runs in a browser is left out under the race detector, which sees nothing there.

package page

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// findChromium gives the path of a Chromium, "" for none.
func findChromium() string {
	if path := os.Getenv("CHROME_PATH"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// tab is a tab of a real Chromium, which keeps what a quiet page doesn't do.
type tab struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	requests []string // beside the page itself
	said     []string // on the console, errors and dialogs
}

// newTab starts a Chromium for one test. Without one the test is skipped.
func newTab(t testing.TB) *tab {
	t.Helper()
	path := findChromium()
	if path == "" {
		t.Skip("no Chromium here: name one in CHROME_PATH")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-component-update", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(allocator)
	v := &tab{t: t, ctx: ctx}
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits until it is gone, so that its folder can be removed
		end()
		stop()
	})
	must(t, chromedp.Do(ctx)) // a browser lives as long as the context of the first call
	must(t, chromedp.Listen(ctx, v.heard))
	call(v, network.Enable, network.EnableParams{})
	v.size(1280, 900)
	return v
}

// call gives a command of the browser's protocol.
func call[P, R any](v *tab, command cdp.Command[P, R], params P) R {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, time.Minute)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	must(v.t, err)
	return result
}

// heard keeps what is asked for and said.
func (v *tab) heard(event any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if !strings.HasSuffix(e.Request.URL, ".html") {
			v.requests = append(v.requests, e.Request.URL)
		}
	case *runtime.EventConsoleAPICalled:
		v.said = append(v.said, fmt.Sprint("console: ", e.Type))
	case *runtime.EventExceptionThrown:
		v.said = append(v.said, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		v.said = append(v.said, "log: "+e.Entry.Text)
	case *page.EventJavascriptDialogOpening:
		v.said = append(v.said, "dialog: "+e.Message)
	}
}

// quiet checks that the page asked for nothing and that nothing happened in it.
func (v *tab) quiet() {
	v.t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.requests) > 0 {
		v.t.Errorf("the page asked for %q", v.requests)
	}
	if len(v.said) > 0 {
		v.t.Errorf("the page said %q", v.said)
	}
}

// open loads a page.
func (v *tab) open(path string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, time.Minute)
	defer cancel()
	must(v.t, chromedp.Do(ctx, chromedp.Navigate("file://"+filepath.ToSlash(path))))
}

func (v *tab) size(width, height int64) {
	v.t.Helper()
	call(v, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
}

func (v *tab) scheme(name string) {
	v.t.Helper()
	call(v, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}})
}

// eval gives the value of an expression, a text without its quotes.
func (v *tab) eval(expression string) string {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, time.Minute)
	defer cancel()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[[]byte](expression))
	must(v.t, err)
	var text string
	if json.Unmarshal(out, &text) == nil {
		return text
	}
	return string(out)
}

// wait lets the page do what it has put off.
func (v *tab) wait(milliseconds int) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, time.Minute)
	defer cancel()
	must(v.t, chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("new Promise(done => setTimeout(done, %d))", milliseconds), chromedp.EvalAwaitPromise)))
}

// is checks the value of an expression.
func (v *tab) is(expression, want string) {
	v.t.Helper()
	if got := v.eval(expression); got != want {
		v.t.Errorf("%s is %s, not %s", expression, got, want)
	}
}

// keep saves a picture, or what else was made, in the folder ORGBATCH_SCREENSHOTS.
func (v *tab) keep(name string, make func() []byte) {
	v.t.Helper()
	dir := os.Getenv("ORGBATCH_SCREENSHOTS")
	if dir == "" {
		return
	}
	must(v.t, os.MkdirAll(dir, 0o755))
	must(v.t, os.WriteFile(filepath.Join(dir, name), make(), 0o644))
}

// picture shows the page whole.
func (v *tab) picture() []byte {
	v.t.Helper()
	all := true
	return call(v, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &all, Clip: v.whole()}).Data
}

func (v *tab) whole() *page.Viewport {
	var size struct{ W, H float64 }
	must(v.t, json.Unmarshal([]byte(v.eval(`({W: document.documentElement.clientWidth, H: document.documentElement.scrollHeight})`)), &size))
	return &page.Viewport{Width: size.W, Height: min(size.H, 12000), Scale: 1}
}
