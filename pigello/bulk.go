package pigello

// BulkAnswer is the answer to a bulk write, as it came: compare it with what
// was sent by identity (id, name), never by position or number.
type BulkAnswer struct {
	// Status is 200 or 201.
	Status int
	// Organizations are the objects with an id, in the order of the answer.
	Organizations []Organization
	// Refused are elements that hold error messages instead, by their place in the answer's array.
	Refused []RowError
}
