package push

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// readClock sees that the server's clock is known before anything is sent: by
// it is told what this run made and what was there before, and the clock of
// this computer may be wrong by days. Any answer tells it.
func (p *push) readClock(ctx context.Context) error {
	if p.engine.Client.KnowsServerNow() {
		return nil
	}
	_, err := p.engine.Client.Get(ctx, uuid.Nil)
	if err == nil || pigello.IsNotFound(err) || pigello.IsBadRequest(err) {
		return nil
	}
	return fmt.Errorf("ask Pigello before anything is written: %w", err)
}
