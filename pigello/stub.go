package pigello

import (
	"context"
	"crypto/x509"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

type TextField string
type IDField string
type TimeField string

const (
	FieldName         TextField = NameName
	FieldCustomID     TextField = NameCustomID
	FieldID           IDField   = NameID
	FieldOrganization IDField   = NameOrganization
	FieldCreatedAt    TimeField = NameCreatedAt
)

func (f TextField) Is(v string) Filter                  { panic("todo") }
func (f TextField) Contains(v string) Filter            { panic("todo") }
func (f TextField) EndsWith(v string) Filter            { panic("todo") }
func (f TextField) IContains(v string) Filter           { panic("todo") }
func (f TextField) IEndsWith(v string) Filter           { panic("todo") }
func (f TextField) IExact(v string) Filter              { panic("todo") }
func (f TextField) IStartsWith(v string) Filter         { panic("todo") }
func (f TextField) StartsWith(v string) Filter          { panic("todo") }
func (f TextField) In(values ...string) (Filter, error) { panic("todo") }
func (f TextField) IsNull(yes bool) Filter              { panic("todo") }
func (f IDField) Is(id uuid.UUID) Filter                { panic("todo") }
func (f IDField) In(ids ...uuid.UUID) Filter            { panic("todo") }
func (f IDField) InEach(ids ...uuid.UUID) []Filter      { panic("todo") }
func (f IDField) IsNull(yes bool) Filter                { panic("todo") }
func (f TimeField) Is(t time.Time) Filter               { panic("todo") }
func (f TimeField) Gt(t time.Time) Filter               { panic("todo") }
func (f TimeField) Gte(t time.Time) Filter              { panic("todo") }
func (f TimeField) Lt(t time.Time) Filter               { panic("todo") }
func (f TimeField) Lte(t time.Time) Filter              { panic("todo") }
func (f TimeField) IsNull(yes bool) Filter              { panic("todo") }
func (f Filter) Not() Filter                            { f.Negate = !f.Negate; return f }
func (f Filter) String() string                         { panic("todo") }
func ParseFilter(s string) (Filter, error)              { panic("todo") }
func ParseOrder(s string) ([]Order, error)              { panic("todo") }
func (q Query) Values() url.Values                      { panic("todo") }
func (q Query) Encode() string                          { panic("todo") }
func (q Query) Validate() error                         { panic("todo") }
func (e *Error) Error() string                          { panic("todo") }
func (e *Error) Unwrap() error                          { return e.Err }
func (r RowError) Error() string                        { panic("todo") }
func (f FieldError) Error() string                      { panic("todo") }
func IsNotFound(err error) bool                         { panic("todo") }
func IsAuth(err error) bool                             { panic("todo") }
func IsTooLarge(err error) bool                         { panic("todo") }
func IsBadRequest(err error) bool                       { panic("todo") }
func FateOf(err error) Fate                             { panic("todo") }
func CanRepeat(err error) bool                          { panic("todo") }

type RestartError struct{ Reason string }

func (e *RestartError) Error() string { return e.Reason }

type Limiter struct{}

func NewLimiter(LimiterOptions) *Limiter { panic("todo") }
func (l *Limiter) State() LimiterState   { panic("todo") }

type Timeouts struct{ Connect, Stall, Bulk, Total time.Duration }
type Retry struct {
	MaxTries            int
	BaseDelay, MaxDelay time.Duration
}
type Options struct {
	BaseURL     string
	Credentials Credentials
	HTTPClient  *http.Client
	Proxy       func(*http.Request) (*url.URL, error)
	RootCAs     *x509.CertPool
	Logger      *slog.Logger
	Limiter     *Limiter
	Timeouts    Timeouts
	Retry       Retry
	UserAgent   string
}
type Client struct{}

func New(o Options) (*Client, error)                                          { panic("todo") }
func (c *Client) Get(ctx context.Context, id uuid.UUID) (Organization, error) { panic("todo") }
func (c *Client) Create(ctx context.Context, w Write) (Organization, error)   { panic("todo") }
func (c *Client) Update(ctx context.Context, id uuid.UUID, w Write) (Organization, error) {
	panic("todo")
}
func (c *Client) Delete(ctx context.Context, id uuid.UUID) error                   { panic("todo") }
func (c *Client) BulkWrite(ctx context.Context, ws []Write) (BulkAnswer, error)    { panic("todo") }
func (c *Client) List(ctx context.Context, q Query) iter.Seq2[Organization, error] { panic("todo") }
func (c *Client) Statistics(ctx context.Context, q Query) (jsontext.Value, error)  { panic("todo") }
func (c *Client) ListAll(ctx context.Context, q Query, report *ListReport) iter.Seq2[Organization, error] {
	panic("todo")
}
func (c *Client) ServerNow() time.Time { panic("todo") }
func (c *Client) Limiter() *Limiter    { panic("todo") }
func (c *Client) BaseURL() string      { panic("todo") }
func (c *Client) Loopback() bool       { panic("todo") }
