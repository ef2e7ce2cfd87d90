package main

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"sigs.k8s.io/yaml"
)

// checkKubernetes reads each document into the API's own type, in which every
// key has to exist, and holds the pod to the restricted standard.
func checkKubernetes(data []byte) []error {
	var errs []error
	jobs := 0
	for _, document := range bytes.Split(data, []byte("\n---\n")) {
		var kind struct{ Kind string }
		if err := yaml.Unmarshal(document, &kind); err != nil {
			return append(errs, err)
		}
		switch kind.Kind {
		case "CronJob":
			jobs++
			errs = append(errs, checkCronJob(document)...)
		case "PersistentVolumeClaim":
			if err := yaml.UnmarshalStrict(document, &corev1.PersistentVolumeClaim{}); err != nil {
				errs = append(errs, err)
			}
		default:
			errs = append(errs, fmt.Errorf("nobody checks a %q", kind.Kind))
		}
	}
	if jobs != 1 {
		errs = append(errs, fmt.Errorf("%d CronJobs", jobs))
	}
	return errs
}

func checkCronJob(document []byte) []error {
	var job batchv1.CronJob
	if err := yaml.UnmarshalStrict(document, &job); err != nil {
		return []error{err}
	}
	var errs []error
	if _, err := cron.ParseStandard(job.Spec.Schedule); err != nil {
		errs = append(errs, fmt.Errorf("schedule: %w", err))
	}
	if zone := job.Spec.TimeZone; zone == nil {
		errs = append(errs, errors.New("timeZone: without one, the schedule is in that of the cluster"))
	} else if _, err := time.LoadLocation(*zone); err != nil {
		errs = append(errs, fmt.Errorf("timeZone: %w", err))
	}
	return append(errs, checkPod(job.Spec.JobTemplate.Spec.Template)...)
}

func checkPod(pod corev1.PodTemplateSpec) []error {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return []error{err}
	}
	var errs []error
	for _, result := range evaluator.EvaluatePod(api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}, &pod.ObjectMeta, &pod.Spec) {
		if !result.Allowed {
			errs = append(errs, fmt.Errorf("%s: %s", result.ForbiddenReason, result.ForbiddenDetail))
		}
	}
	for _, c := range pod.Spec.Containers {
		if s := c.SecurityContext; s == nil || s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem {
			errs = append(errs, fmt.Errorf("%s can write into its image", c.Name))
		}
		if c.Resources.Limits.Memory().IsZero() || c.Resources.Requests.Cpu().IsZero() {
			errs = append(errs, fmt.Errorf("%s has no limit of memory, or asks for no processor", c.Name))
		}
	}
	return errs
}
