package tabular

// The codes of problems of workbooks, beside those that all files share.
const (
	CodeOtherSheets   = "other-sheets"       // table, warning: the workbook has other sheets too
	CodeHiddenRows    = "hidden-rows"        // table, warning: rows that Excel doesn't show
	CodeHiddenColumns = "hidden-columns"     // table, warning: columns that Excel doesn't show
	CodeMerged        = "merged-cells"       // warning: a cell has its value from another one that it is merged with; ErrorIfSent where that is of another column
	CodeCellTwice     = "cell-twice"         // error: the sheet has one cell twice, with two values
	CodeNoStored      = "no-stored-value"    // a formula without a stored result: an error, unless ErrorIfSent says less
	CodeStandIn       = "placeholder-result" // warning, ErrorIfSent: a formula whose result was never calculated
)
