package main

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
)

func bindOpen(cmd *cobra.Command, open *bool) {
	cmd.Flags().BoolVar(open, "open", false, "open the page in the end, or the workbook of rows to correct")
}

// openLeft opens the first file of these kinds with the program that the system has for
// it, and doesn't wait for that.
func (i *importing) openLeft(files []leftFile, kinds ...string) {
	if !i.o.open {
		return
	}
	for _, kind := range kinds {
		at := slices.IndexFunc(files, func(f leftFile) bool { return f.kind == kind && f.path != "" })
		if at < 0 {
			continue
		}
		if err := openFile(files[at].path); err != nil {
			i.a.ui.Warn("%s could not be opened: %s", ui.Clean(files[at].path, 0), err)
		}
		return
	}
}

func openFile(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	name, args := "xdg-open", []string{path}
	switch runtime.GOOS {
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", path}
	case "darwin":
		name = "open"
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}
