package event

// Difference tells one thing that isn't as a run says, of audit.
type Difference struct {
	Run     string  `json:"run" doc:"the run's short id"`
	Row     int     `json:"row" doc:"as Excel shows it at the left"`
	File    string  `json:"file,omitempty" doc:"the file, where there are several"`
	ID      string  `json:"id" doc:"the organization"`
	Name    string  `json:"name" doc:"its name, as the run says"`
	Status  string  `json:"status" doc:"where the row ended in the run"`
	Finding string  `json:"finding" doc:"changed since, gone, doubled or there now; the last is no difference of the books"`
	Field   string  `json:"field,omitempty" doc:"what differs: name, custom_id or organization; of doubled, id; of gone, id where another of that name was made since"`
	Wrote   *string `json:"wrote" doc:"what the run wrote; null for empty"`
	Now     *string `json:"now" doc:"what is there now; null for empty"`
}

// Audit tells whether the books of a run hold now.
type Audit struct {
	Run      string `json:"run" doc:"the run's short id"`
	Holds    bool   `json:"holds" doc:"nothing differs, and no row is of unknown fate"`
	Closed   bool   `json:"closed" doc:"the buckets add up to rows"`
	Rows     int    `json:"rows" doc:"rows audited: those created, updated or unchanged"`
	Hold     int    `json:"hold" doc:"rows as the run says"`
	Changed  int    `json:"changed" doc:"rows whose organization has another value now"`
	Gone     int    `json:"gone" doc:"rows whose organization isn't there any more"`
	Doubled  int    `json:"doubled" doc:"rows beside whose organization another of that name was made since"`
	InPart   int    `json:"in_part" doc:"rows as the run says, but for the parent, which the API doesn't tell"`
	ThereNow int    `json:"there_now" doc:"rows that the run did not write and whose name is there now"`
	Unknown  int    `json:"unknown" doc:"rows whose write got no answer: settle them first"`
}
