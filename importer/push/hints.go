package push

// Hints are what the API was seen to do before this run, as a probe finds it. They
// save requests and nothing else: where the API does otherwise now, the run ends as
// it would without them. The zero value says nothing.
//
// What would save looking at what was written, as that whole arrays are refused, is
// no hint: each run sees that for itself.
type Hints struct {
	LargestArray  int  // rows that a bulk request may have; a larger one is refused
	LargestBody   int  // bytes of one
	NoBulkUpdates bool // an id in a bulk element isn't heeded: updates go one by one
}

// chunkSize is how many rows of those asked for one bulk request has at most.
func (h Hints) chunkSize(asked int) int {
	if h.LargestArray > 0 {
		return min(asked, h.LargestArray)
	}
	return asked
}

// bodyLimit is how many bytes the elements of one bulk body may have.
func (h Hints) bodyLimit() int {
	if h.LargestBody > 0 {
		return min(maxChunkBytes, h.LargestBody-len("[]"))
	}
	return maxChunkBytes
}
