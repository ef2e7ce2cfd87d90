package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/opencontainers/go-digest"
)

// checkContainerfile is `docker build --check` without an engine.
func checkContainerfile(data []byte) []error {
	source := llb.NewSourceMap(nil, "Containerfile", "Dockerfile", data)
	source.Definition = &llb.Definition{}
	found, err := dockerfile2llb.DockerfileLint(context.Background(), data, dockerfile2llb.ConvertOpt{SourceMap: source, MetaResolver: bases{}})
	if err != nil {
		return []error{err}
	}
	var errs []error
	for _, w := range found.Warnings {
		errs = append(errs, fmt.Errorf("%s: %s", w.RuleName, w.Detail))
	}
	if found.Error != nil {
		errs = append(errs, errors.New(found.Error.Message))
	}
	return errs
}

// bases knows the images to build on without asking a registry. Another one is a
// stage whose name was misspelled, or belongs here.
type bases struct{}

func (bases) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	if ref != "docker.io/library/golang:1.26" {
		return "", "", nil, fmt.Errorf("%s is neither a stage nor an image of the list", ref)
	}
	config := []byte(`{"architecture":"amd64","os":"linux","config":{"Env":["PATH=/usr/local/go/bin:/usr/bin:/bin"]},"rootfs":{"type":"layers"}}`)
	return ref, digest.FromBytes(config), config, nil
}
