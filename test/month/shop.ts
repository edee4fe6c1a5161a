import { createRandom } from '../cloud/world/random';
import type { Spool } from '../cloud/world/spools';
import type { Print, Printer } from '../cloud/world/types';
import type { StandIns } from '../e2e/standIns';
import { filamentIn } from '../e2e/examples/steps';
import type { Lab } from '../e2e/support/lab';
import { type Alert, alertOf } from './alerts';
import { endOf, planMonth, type PlannedPrint, slots, usedGrams } from './plan';
import { plugsOf } from './published';

const fullGrams = 1000;
const firstGrams = 250;
/** The limit of the example, below which a spool is refilled once its reminder has come. */
const lowGrams = 150;

function titleOf({ order, title }: PlannedPrint): string {
	return order === undefined ? title : `#${order} ${title}`;
}

type Stock = { left: number; used: number; spool: Spool };

/** The world of a month, and what every sheet, stock and message of it has to come to. */
export class Shop {
	/** What the plugs were to be switched to, as far as the printers have any. */
	readonly switched: string[] = [];
	readonly plan: PlannedPrint[];
	readonly begin: number;
	private readonly started = new Map<PlannedPrint, Print>();
	private readonly stock = new Map<string, Stock>();
	/** The names of the spools that have fallen below the limit, each time. */
	readonly falls: string[] = [];

	constructor(
		private readonly lab: Lab,
		private readonly standIns: StandIns,
		kind: string,
	) {
		const { world } = lab.cloud;
		this.begin = world.now();
		const serials = world.printers.map(({ serial }) => serial);
		this.plan = planMonth(serials, this.begin, createRandom(`a month of a ${kind}`));
		for (const [index, printer] of world.printers.entries()) this.loadSpools(printer, index);
		const orders = this.plan.flatMap(({ order }) => order ?? []);
		this.standIns.google.orders.put(0, 0, [['order', 'customer', 'email', 'printed']]);
		for (const order of orders) {
			this.standIns.google.orders.append(1, [[order, 'Ada', `${order}@example.com`, '']]);
		}
	}

	/** Starts what has begun by now; the world ends it when it is due. */
	catchUp(now: number): void {
		for (const plan of this.plan) {
			if (plan.startsAt > now || this.started.has(plan)) continue;
			const grams = plan.filaments.reduce((sum, each) => sum + each.grams, 0);
			const print = this.lab.cloud.world.startPrint({
				deviceId: plan.serial,
				title: titleOf(plan),
				seconds: plan.minutes * 60,
				outcome: plan.outcome,
				fillSeconds: 20,
				fields: {
					startTime: new Date(plan.startsAt).toISOString(),
					costTime: plan.plannedMinutes * 60,
					weight: Number(grams.toFixed(2)),
					amsDetailMapping: plan.filaments.map((each) => filamentIn(each.slot, each.grams)),
				},
			});
			this.started.set(plan, print);
		}
		const { falls } = this;
		for (const plan of this.plan) {
			if (endOf(plan) > now || endOf(plan) <= this.accounted) continue;
			this.switch(plan, now);
			for (const filament of plan.filaments) {
				const stock = this.stock.get(`${plan.serial}/${filament.slot}`);
				if (!stock) throw new Error('a filament without a spool');
				const before = stock.left;
				stock.left -= usedGrams(plan, filament);
				stock.used += usedGrams(plan, filament);
				if (before >= lowGrams && stock.left < lowGrams) falls.push(stock.spool.filamentName);
			}
		}
		this.accounted = now;
	}

	private accounted = 0;

	ended(from = this.begin, until = this.accounted): PlannedPrint[] {
		return this.plan.filter((plan) => endOf(plan) > from && endOf(plan) <= until);
	}

	/** The filter runs after each print; both are switched off where no other has begun meanwhile. */
	private switch(plan: PlannedPrint, now: number): void {
		const plugs = plugsOf[this.printerOf(plan)];
		if (!plugs) return;
		const isNewest = this.plan.every(
			({ serial, startsAt }) =>
				serial !== plan.serial || startsAt <= plan.startsAt || startsAt > now,
		);
		const off = isNewest ? [`${plugs.filter} Off`, `${plugs.power} Off`] : [];
		this.switched.push(`${plugs.filter} On`, ...off);
	}

	/** What an alert has to say of a print. */
	alertOf(plan: PlannedPrint): Alert {
		return alertOf(plan, titleOf(plan), this.printerOf(plan));
	}

	private printerOf({ serial }: PlannedPrint): string {
		const { printers } = this.lab.cloud.world;
		return printers.find((printer) => printer.serial === serial)?.name ?? '';
	}

	idOf(plan: PlannedPrint): number {
		return this.started.get(plan)?.id ?? NaN;
	}

	/** A full spool in the place of each that is low, once that has been told. */
	refill(told: string[]): void {
		for (const { spool, ...stock } of this.stock.values()) {
			const falls = this.falls.filter((name) => name === spool.filamentName).length;
			const isTold = told.filter((name) => name === spool.filamentName).length === falls;
			if (stock.left >= lowGrams || !isTold) continue;
			const fresh = this.stock.get(`${spool.devId}/${String(spool.ams)}`);
			if (fresh) fresh.left += fullGrams;
			spool.netWeight = Number((spool.netWeight + fullGrams).toFixed(2));
		}
	}

	/** The grams by which stocks differ from the world, at most, and in which. */
	worstStock(): { spoolman: number; inventory: number } {
		const worst = { spoolman: 0, inventory: 0 };
		const { spoolman } = this.standIns;
		for (const { left, used, spool } of this.stock.values()) {
			const own = spoolman.spools.find(({ location }) => location === spool.note);
			worst.spoolman = Math.max(worst.spoolman, Math.abs((own?.used_weight ?? Infinity) - used));
			worst.inventory = Math.max(worst.inventory, Math.abs(spool.netWeight - left));
		}
		return worst;
	}

	private loadSpools({ serial, name }: Printer, index: number): void {
		for (let slot = 0; slot < slots; slot++) {
			const location = `${name}, AMS 1, slot ${slot + 1}`;
			this.standIns.spoolman.put(location);
			const spool = this.lab.cloud.world.addSpool({
				...{ filamentVendor: '', filamentName: `Spool ${index}-${slot}`, filamentType: 'PLA' },
				...{ filamentId: `P${index}${slot}`, color: '#00AE42', note: location },
				...{ inPrinter: true, devId: serial, ams: slot, netWeight: firstGrams },
				...{ totalNetWeight: 100 * fullGrams },
			});
			this.stock.set(`${serial}/${slot}`, { left: firstGrams, used: 0, spool });
		}
	}
}
