package sink

import "errors"

// WriteFile writes a file that is held whole, as [Create] and [File.Commit] do.
func WriteFile(path string, content []byte, o Options) error {
	f, err := Create(path, o)
	if err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		return errors.Join(err, f.Abort())
	}
	_, err = f.Commit()
	return err
}
