package page

// sample keeps an even sample of numbers that come in ascending order and in unknown number: every one of the first, then every second,
// every fourth …
type sample struct {
	size   int
	stride int
	total  int
	kept   []int32
}

func newSample(size int) *sample { return &sample{size: size, stride: 1} }

func (s *sample) add(n int32) {
	if s.total%s.stride == 0 {
		if len(s.kept) == 2*s.size {
			for i := 0; i < s.size; i++ {
				s.kept[i] = s.kept[2*i]
			}
			s.kept = s.kept[:s.size]
			s.stride *= 2
		}
		if s.total%s.stride == 0 {
			s.kept = append(s.kept, n)
		}
	}
	s.total++
}

// even gives at most size of them, evenly spread.
func (s *sample) even() []int32 {
	n := len(s.kept)
	if n <= s.size {
		return s.kept
	}
	out := make([]int32, s.size)
	for i := range out {
		out[i] = s.kept[i*n/s.size]
	}
	return out
}
