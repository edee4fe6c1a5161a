/** How printers of one family tell their live status. */
export interface LiveModel {
	/** What they send of themselves; a whole report when asked all of them. */
	sends: 'everything' | 'changes';
	isIndented: boolean;
	/** Neither `msg` nor a number that counts. */
	hasNoMark?: boolean;
	/** Whether a cancelled print can be told by its reason for good, or by a code for two seconds. */
	keepsFailReason: boolean;
	/** A printer at rest. */
	report(): Record<string, unknown>;
}
