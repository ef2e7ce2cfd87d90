package main

import "fmt"

// The bounds are the requests that were counted and up to a quarter more; where something is cut off at a
// moment that differs, the most of several runs and half as much more. Of an import three requests read
// what is there, the first rows are read back, and each array is one; arrays wait for the level above.
// An undo takes one for each row, as a change does where ids are ignored, and one for many to look. The
// rows of a probe are its questions.
var scenes = []scene{
	{"PROTECT, ids honoured", conf{}, 1500, []act{
		{"import", 0.015, (*stage).imports, ""},
		{"again", 0.003, (*stage).again, ""},
		{"audit", 0.004, (*stage).audits, ""},
		{"audit after a change", 0.004, (*stage).auditsChange, ""},
		{"export", 0.005, (*stage).exports, ""},
		{"update", 0.027, (*stage).updates, ""},
		{"audit of that", 0.004, (*stage).audits, ""},
		{"undo of that", 1.1, (*stage).undoesUpdates, ""},
		{"backup", 0.004, (*stage).backsUp, ""},
		{"restore", 0.035, (*stage).restores, ""},
	}},
	{"PROTECT, undo", conf{}, 800, []act{
		{"import", 0.025, (*stage).imports, ""},
		{"undo", 1.4, (*stage).undoes, ""},
		{"import once more", 0.025, (*stage).imports, ""},
		{"undo around others", 1.4, (*stage).undoesAround, ""},
	}},
	{"CASCADE", conf{app: []string{"ON_DELETE=CASCADE"}}, 300, []act{
		{"import", 0.05, (*stage).imports, ""},
		{"doctor --probe", 4.5, probes(map[string]string{"delete-parent": "cascade", "bulk-id": "update"}), ""},
		{"undo around others", 1.5, (*stage).undoesAround, ""},
		{"delete", 10, deletes("CASCADE"), ""},
	}},
	{"SET_NULL", conf{app: []string{"ON_DELETE=SET_NULL"}}, 300, []act{
		{"import", 0.05, (*stage).imports, ""},
		{"doctor --probe", 4.5, probes(map[string]string{"delete-parent": "null", "bulk-id": "update"}), ""},
		{"undo around others", 1.5, (*stage).undoesAround, ""},
		{"delete", 10, deletes("SET_NULL"), ""},
	}},
	{"ids ignored", conf{app: []string{"BULK_ID=ignored", "ON_DELETE=CASCADE"}}, 300, []act{
		{"import", 0.05, (*stage).imports, ""},
		{"update", 1.15, (*stage).updates, "POST 400"},
		{"undo of that", 1.15, (*stage).undoesUpdates, ""},
		{"undo", 1.5, (*stage).undoes, ""},
		{"doctor --probe", 4.5, probes(map[string]string{"bulk-id": "ignored"}), ""},
	}},
	{"a stream that ends properly", conf{app: []string{"BREAK_AFTER=400"}}, 1500, []act{
		{"import", 0.018, (*stage).imports, ""},
		{"one list", 0.003, endsProperly(400), ""},
		{"again", 0.005, (*stage).again, ""},
		{"export", 0.01, (*stage).exports, ""},
		{"backup", 0.011, (*stage).backsUp, ""},
		{"restore", 0.047, (*stage).restores, ""},
	}},
	{"kill -9", conf{app: []string{"SLOW_ROWS=2"}}, 2500, []act{
		{"import, two resumes", 0.15, (*stage).killed, "POST 499"},
		{"audit", 0.004, (*stage).audits, ""},
	}},
	{"workers killed", conf{app: []string{"SLOW_ROWS=2", "ATOMIC_REQUESTS=0"}}, 1500, []act{
		{"import", 0.65, importsWhile(killsWorkers), "POST 502"},
		{"audit", 0.006, (*stage).audits, ""},
	}},
	{"PostgreSQL restarted", conf{app: []string{"SLOW_ROWS=2"}}, 1500, []act{
		{"import", 0.25, importsWhile(restartsPostgres), "POST 500"},
		{"audit", 0.006, (*stage).audits, ""},
	}},
	// Django refuses before it has read a body of more than 8 KiB, which makes nginx answer 502.
	{"limited by Django, 429", conf{app: []string{"THROTTLE=1/s"}}, 60, []act{
		{"import", 0.6, importsWith("--chunk-size", "40"), "429"},
	}},
	{"limited by nginx, 429", limited(3, 429, "burst=1 nodelay"), 1500, []act{
		{"import", 0.07, (*stage).imports, "429"},
	}},
	{"bodies of 16 KiB", conf{location: "client_max_body_size 16k;"}, 1500, []act{
		{"import", 0.033, (*stage).imports, "413"},
	}},
	{"limited by nginx, 503", limited(3, 503, "burst=1 nodelay"), 1500, []act{
		{"import", 0.07, (*stage).imports, "503"},
	}},
	{"limited without a burst, an empty list", limited(2, 429, ""), 60, []act{
		{"import", 1.5, (*stage).imports, "GET 429"},
	}},
	{"arrays that gunicorn gives up", conf{app: []string{"SLOW_ROWS=10"}, gunicorn: []string{"--timeout", "2"}}, 1000, []act{
		{"import", 0.4, (*stage).imports, "POST 502"},
		{"audit", 0.01, (*stage).audits, ""},
	}},
	{"at most 100 elements", conf{app: []string{"MAX_LENGTH=100"}}, 1500, []act{
		{"import", 0.08, (*stage).imports, "POST 400"},
		{"update", 0.09, (*stage).updates, "POST 400"},
		{"doctor --probe", 5, probes(map[string]string{"bulk-limit": "100"}), ""},
	}},
	{"PROTECT, delete", conf{}, 300, []act{
		{"import", 0.05, (*stage).imports, ""},
		{"delete", 12, deletes("PROTECT"), "DELETE 500"},
		{"doctor --probe", 4.5, probes(map[string]string{"delete-parent": "refused-500"}), "DELETE 500"},
	}},
	{"one 500 in a bulk update", conf{}, 800, []act{
		{"import", 0.025, (*stage).imports, ""},
		{"update", 0.06, (*stage).updatesLocked, "POST 500"},
	}},
	{"kill -9, resume at once", conf{app: []string{"SLOW_ROWS=4"}}, 6000, []act{
		{"import and resume", 0.08, (*stage).killedOnce, "POST 499"},
	}},
	{"kill -9 of an undo", conf{}, 800, []act{
		{"import", 0.025, (*stage).imports, ""},
		{"undo and resume", 1.6, (*stage).undoKilled, ""},
	}},
	{"resume in smaller arrays", conf{app: []string{"SLOW_ROWS=2"}}, 1000, []act{
		{"import and resume", 0.3, (*stage).killedAndResumedSmaller, ""},
	}},
}

// limited has nginx refuse requests that are more than so many a second; its own status is 503.
func limited(rate, status int, burst string) conf {
	http := fmt.Sprintf("limit_req_zone $binary_remote_addr zone=one:1m rate=%dr/s; limit_req_status %d;", rate, status)
	return conf{http: http, location: "limit_req zone=one " + burst + ";"}
}
