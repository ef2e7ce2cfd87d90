package main

import "time"

// cut takes the network away, or gives it back.
func (f *front) cut(down bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.down = down
}

// turn puts the server's clock so far from ours.
func (f *front) turn(skew time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.skew = skew
}

func (f *front) now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return time.Now().Add(f.skew)
}

// stall lets all requests wait until the given function is called.
func (f *front) stall() (release func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	hold := make(chan struct{})
	f.hold = hold
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.hold = nil
		close(hold)
	}
}

// wait waits while requests are stalled.
func (f *front) wait() {
	f.mu.Lock()
	hold := f.hold
	f.mu.Unlock()
	if hold != nil {
		<-hold
	}
}

// requests is how many came until now.
func (f *front) requests() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.count
}
