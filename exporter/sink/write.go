package sink

// WriteFile writes a file that is held whole, as [Create] and [File.Commit] do.
func WriteFile(path string, content []byte, o Options) error {
	f, err := Create(path, o)
	if err != nil {
		return err
	}
	_, _ = f.Write(content) // its error is that of Commit
	_, err = f.Commit()
	return err
}
