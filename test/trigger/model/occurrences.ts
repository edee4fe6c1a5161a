import type { WatchedAccount } from './watchedAccount';
import { isOver, type Print } from './accountWorld';
import type { Field, Happening } from './happenings';
import { versionOf } from './printerPark';
import type { Listed, RowList } from './rowList';
import type { Story } from './stories';
import type { Tally } from './tally';

const hour = 3600;
const day = 86_400;
const devices = ['A', 'B', 'C'];
/** What was corrected further down, or longer ago, may be forgotten. */
const correctable = { rows: 200, seconds: 46 * hour };

function picked<T>(rows: T[], { pick, count: most }: { pick: number; count: number }): T[] {
	const first = pick % Math.max(rows.length, 1);
	return rows.slice(first, first + most);
}

/** Lets things happen in the world of an account, and tells those who watch it. */
export class Occurrences {
	private readonly returns: Array<{ at: number; act: () => void }> = [];

	constructor(
		private readonly account: WatchedAccount,
		private readonly story: Story,
		private readonly tally: Tally,
	) {}

	/** Whether the story ever chooses by printers. */
	private get isFiltered(): boolean {
		const { scope, steps } = this.story;
		const scopes = steps.flatMap((step) => (step.kind === 'chooseAnew' ? [step.scope] : []));
		return [scope, ...scopes].some(({ deviceIds }) => deviceIds.length > 0);
	}

	/** What is due by now: rows that vanished come back. */
	catchUp(): void {
		const { now } = this.account.world.time;
		for (const each of this.returns.filter(({ at }) => at <= now)) {
			this.returns.splice(this.returns.indexOf(each), 1);
			each.act();
		}
	}

	happen(what: Happening): void {
		const { world } = this.account;
		const { time, prints, messages, park, shelf, maker } = world;
		const running = prints.rows.filter((print) => !isOver(print));
		switch (what.kind) {
			case 'pass':
				return;
			case 'future': {
				const mayBe = this.story.lists[0]?.isByStart && !this.story.isCloudClockSane;
				const hasFuture = prints.rows.some(({ start }) => start > time.now);
				if (mayBe && !hasFuture) this.begun(4, time.now + 20_000 * day, undefined);
				return;
			}
			case 'start': {
				const isFew = what.count < 5;
				const start = time.now - (isFew ? what.secondsAgo : 0);
				if (isFew && what.secondsAgo > 60) this.tally.note('late row');
				if (isFew && what.secondsAgo > hour) this.tally.note('late by hours');
				const oddStarts = [null, '', '0001-01-01T00:00:00Z'];
				const odd = what.odd && isFew ? oddStarts[what.count % oddStarts.length] : undefined;
				if (odd !== undefined) this.tally.note('row without a usable start');
				for (let index = 0; index < what.count; index++) {
					this.begun(what.status, start, odd, what.isFilled);
				}
				return;
			}
			case 'end': {
				const ended = picked(running, what);
				if (ended.length >= 400) this.tally.note('hundreds of ends at once');
				const isOdd = what.status !== 2 && what.status !== 3;
				for (const print of isOdd ? ended.slice(0, 3) : ended) {
					if (isOdd) this.tally.note('end of a status nobody knows');
					world.endPrint(print, what.status, what.secondsAgo, what.fills);
				}
				return;
			}
			case 'remove':
				return this.vanish(prints, picked(prints.rows, what), what.back, (row) =>
					this.account.prints.changed(row),
				);
			case 'odd status':
				for (const print of picked(running, { ...what, count: 1 })) {
					world.setStatus(print, what.status);
				}
				return;
			case 'correct':
				for (const print of picked(this.correctable(prints), { ...what, count: 1 })) {
					this.correct(print, what.field, what.by);
				}
				return;
			case 'message': {
				const start = time.now - (what.count < 5 ? what.secondsAgo : 0);
				for (let index = 0; index < what.count; index++) {
					this.account.messages.welcome(world.addMessage(what.type, what.device, start));
				}
				return;
			}
			case 'removeMessage':
				return this.vanish(messages, picked(messages.rows, what), what.back, (row) => {
					world.count(row);
					this.account.messages.changed(row);
				});
			case 'correctMessage':
				for (const row of picked(this.correctable(messages), { ...what, count: 1 })) {
					this.tally.note('message corrected');
					row.isCorrected = true;
					messages.change(row, (message) => {
						message.type = world.sameList(message, what.type) ? what.type : message.type;
						message.start = Math.min(message.start + what.by, time.now);
					});
					this.account.messages.loosen(row);
				}
				return;
			case 'weigh':
				for (const spool of picked(shelf.list.rows, { ...what, count: 1 })) {
					if (what.grams === null) this.tally.note('spool of unknown weight');
					spool.grams = what.grams;
				}
				return;
			case 'newSpool':
				shelf.add(what.grams);
				return;
			case 'removeSpool':
				return this.vanish(shelf.list, picked(shelf.list.rows, what), what.back, () => {});
			case 'figure': {
				const { figures } = maker.pick(what.pick);
				if (what.by < 0) this.tally.note('figure that falls');
				figures[what.name] = Math.max(0, figures[what.name] + what.by);
				return;
			}
			case 'newModel':
				return maker.publish(what.count, time.now - what.secondsAgo);
			case 'hideModel': {
				const model = maker.pick(what.pick);
				if (model === maker.account) return;
				this.tally.note('model left out');
				model.isListed = !model.isListed;
				return;
			}
			case 'naming':
				park.wantsName = !park.wantsName;
				return;
			default:
				this.changePrinter(what);
		}
	}

	private changePrinter(what: Extract<Happening, { printer: number }>): void {
		const { park } = this.account.world;
		const printer = park.printers[what.printer % park.printers.length];
		if (printer === undefined) return;
		if (what.kind === 'connection') park.change(printer, { isOnline: what.isOnline });
		if (what.kind === 'binding') {
			if (!what.isBound && !printer.state.isOnline)
				this.tally.note('printer unbound while offline');
			park.change(printer, { isBound: what.isBound });
		}
		if (what.kind === 'printerStatus') park.change(printer, { status: what.status });
		if (what.kind === 'install') {
			const [version, before] = [what.version, printer.state.installed].map(versionOf);
			if (version === '') this.tally.note('installed firmware unknown');
			else if (version === before) this.tally.note('installed firmware written otherwise');
			park.change(printer, { installed: what.version });
		}
		if (what.kind !== 'offer') return;
		const { version } = what;
		if (what.isAms) {
			if (version !== '') this.tally.note('firmware of the AMS alone');
			park.change(printer, { amsOffer: version });
			return;
		}
		if (version !== '' && version < printer.state.offer) this.tally.note('older firmware offered');
		park.change(printer, { offer: version });
	}

	private begun(
		status: unknown,
		start: number,
		oddStart: string | null | undefined,
		isFilled = false,
	): void {
		const { world, prints } = this.account;
		const device = devices[world.prints.rows.length % devices.length] ?? '';
		const print = world.startPrint(device, status, start);
		print.oddStart = oddStart;
		if (isFilled) print.fillsAt = 0;
		prints.welcome(print);
	}

	private correctable<T extends Listed>(list: RowList<T>): T[] {
		const { rows, seconds } = correctable;
		const { now } = this.account.world.time;
		return list.rows.slice(0, rows).filter(({ start }) => start > now - seconds);
	}

	private correct(print: Print, field: Field, by: number): void {
		const { world, prints } = this.account;
		const { now } = world.time;
		this.tally.note(`row corrected: ${field}`);
		switch (field) {
			case 'status':
				if (isOver(print)) world.setStatus(print, print.status === 2 ? 3 : by < 0 ? 2 : 4);
				prints.loosen(print);
				return;
			case 'start':
				print.isCorrected = true;
				world.prints.change(print, (row) => {
					row.start = Math.min(row.start + by, now);
				});
				prints.changed(print);
				return;
			case 'end':
				print.isCorrected = true;
				if (print.end !== undefined) print.end = Math.min(print.end + by, now + hour);
				return;
			case 'printer':
				print.device = devices[(devices.indexOf(print.device) + 1) % devices.length] ?? 'A';
				print.devices.add(print.device);
				if (this.isFiltered) prints.loosen(print);
				return;
			default:
				print.title += ' (corrected)';
				print.titles.add(print.title);
				print.weight += 1;
		}
	}

	private vanish<T extends Listed>(
		list: RowList<T>,
		rows: T[],
		back: number,
		changed: (row: T) => void,
	): void {
		const { time } = this.account.world;
		for (const row of rows) {
			this.tally.note('row vanished');
			list.remove(row);
			list.vanished.add(row);
			if (back === Infinity) continue;
			const act = () => {
				this.tally.note('row returned');
				changed(list.add(row));
			};
			this.returns.push({ at: time.now + back, act });
		}
	}
}
