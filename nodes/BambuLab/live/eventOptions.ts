/** What can happen; the values are stored in workflows and never change. */
export const happeningOptions = [
	{
		name: 'AMS Drying Finished',
		value: 'amsDryingFinished',
		description: 'An AMS has finished drying',
	},
	{
		name: 'AMS Got Humid',
		value: 'amsHumid',
		description: 'The humidity level of an AMS fell to 2 or 1 (5 is dry, 1 is wet)',
	},
	{
		name: 'Error Cleared',
		value: 'errorCleared',
		description: 'The printer no longer reports an error',
	},
	{
		name: 'Error Raised',
		value: 'errorRaised',
		description:
			'The printer reports a new error. Pauses by the user and run-outs have events of their own.',
	},
	{
		name: 'Filament Ran Out',
		value: 'filamentRanOut',
		description: 'A spool is empty, whether or not the print goes on with another one',
	},
	{
		name: 'First Layer Done',
		value: 'firstLayerDone',
		description: 'The second layer has begun',
	},
	{
		name: 'Layer Reached',
		value: 'layerReached',
		description: 'Another step of layers has begun, 100 unless you change Layer Step',
	},
	{
		name: 'Print Cancelled',
		value: 'printCancelled',
		description: 'Somebody cancelled a print',
	},
	{
		name: 'Print Ended, Result Unknown',
		value: 'printEndedUnknown',
		description:
			'A print is gone, and the printer does not say how it ended: it restarted, or somebody stopped the print',
	},
	{ name: 'Print Failed', value: 'printFailed', description: 'A print failed' },
	{ name: 'Print Finished', value: 'printFinished', description: 'A print finished successfully' },
	{
		name: 'Print Paused',
		value: 'printPaused',
		description: 'A print paused; the item has the reason',
	},
	{ name: 'Print Resumed', value: 'printResumed', description: 'A paused print goes on' },
	{ name: 'Print Started', value: 'printStarted', description: 'A print has begun' },
	{
		name: 'Printer Back',
		value: 'printerBack',
		description:
			'A printer reports again, after five minutes of silence or according to the broker',
	},
	{
		name: 'Printer Gone',
		value: 'printerGone',
		description:
			'The cloud’s broker says that a printer has gone. A printer’s own broker cannot say so.',
	},
	{
		name: 'Progress Reached',
		value: 'progressReached',
		description: 'Another step of the print is done, 25 percent unless you change Progress Step',
	},
] as const;

export type EventName = (typeof happeningOptions)[number]['value'];
