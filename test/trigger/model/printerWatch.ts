/** What whoever follows the events knows of a printer. */
export class PrinterWatch {
	/** What was told last, and when. At first that is how it was found. */
	last: 'online' | 'offline' | undefined;
	/** Whether polls have seen it online since it was told, or found, to be offline. */
	isBack: boolean;
	/** Whether its return has to be told, and whether it may be. */
	owesReturn = false;
	mayReturn: boolean;
	/** The last status that was told, or found. */
	status: string | undefined;
	/** Whether n8n has restarted since something was told. */
	hasRestarted = false;
	/** Whether all events of it have been listened for, and it was never unbound. */
	knowsAll = true;

	constructor(
		public lastAt: number,
		isOffline: boolean,
	) {
		this.last = isOffline ? 'offline' : undefined;
		this.isBack = !isOffline;
		this.mayReturn = isOffline;
	}

	tell(what: 'online' | 'offline', at: number): void {
		this.last = what;
		this.lastAt = at;
		this.isBack = what === 'online';
		this.owesReturn = what === 'offline';
		this.mayReturn = what === 'offline';
		this.hasRestarted = false;
		this.knowsAll = true;
	}

	seenOnline(): void {
		this.isBack = true;
		this.owesReturn = false;
	}

	/** It was away from the account, or not listened for: anything may be told, nothing has to. */
	doubt(): void {
		this.knowsAll = false;
		this.isBack = false;
		this.owesReturn = false;
		this.mayReturn = true;
		this.status = undefined;
	}

	unbound(): void {
		this.doubt();
	}

	/**
	 * n8n goes on from what it stored then.
	 * @param keepsReturns whether a return is told, and so stored
	 */
	restart(stored: PrinterWatch, keepsReturns: boolean): void {
		this.hasRestarted = true;
		this.status = stored.status;
		this.owesReturn = stored.owesReturn && this.owesReturn;
		if (keepsReturns) this.isBack = stored.isBack && this.isBack;
		this.knowsAll &&= stored.knowsAll;
	}

	copy(): PrinterWatch {
		return Object.assign(new PrinterWatch(this.lastAt, false), this);
	}
}
