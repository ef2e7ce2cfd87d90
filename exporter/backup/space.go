package backup

import "fmt"

// SpaceError says that there isn't room for another snapshot. Nothing was read.
type SpaceError struct {
	Dir        string
	Need, Free int64 // bytes
	// Prunable are the snapshots that the next prune would remove, and what that frees; 0 where
	// it isn't known or removes none.
	Prunable      int
	PrunableBytes int64
}

// Error names the folder and both figures, in bytes.
func (e *SpaceError) Error() string {
	return fmt.Sprintf("there isn't room for another snapshot in %s: about %d bytes are needed, "+
		"and %d are free", e.Dir, e.Need, e.Free)
}

// spare is what is asked for beside the length of the last snapshot.
const spare = 1 << 20

// checkSpace asks for the length of the last snapshot and a quarter more. The first snapshot is
// always tried, and so is a file system that doesn't say.
func (c *creation) checkSpace() error {
	if c.o.Free == nil || len(c.before) == 0 {
		return nil
	}
	free, known := c.o.Free(c.store.Dir)
	last := c.before[len(c.before)-1]
	need := last.Bytes() + last.Bytes()/4 + spare
	if !known || free >= need {
		return nil
	}
	e := &SpaceError{Dir: c.store.Dir, Need: need, Free: free}
	var err error
	if e.Prunable, e.PrunableBytes, err = c.store.WouldFree(c.o.Prune); err != nil {
		return err
	}
	return e
}
