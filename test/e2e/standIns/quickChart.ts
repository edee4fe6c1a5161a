import { PNG } from 'pngjs';

import { type Answer, type Asked, demand, type StandIn } from './exchange';

interface Chart {
	type: string;
	data: { labels: string[]; datasets: Array<{ label: string; data: number[] }> };
}

/** quickchart.io, which draws the same picture whatever it is asked for. */
export class QuickChart implements StandIn {
	readonly name = 'QuickChart';
	readonly host = 'quickchart.io';
	readonly charts: Chart[] = [];
	readonly picture = PNG.sync.write(new PNG({ width: 32, height: 16 }));

	answer({ method, path, query }: Asked): Answer {
		demand(method === 'GET' && path === '/chart', `no such path: ${method} ${path}`);
		const chart = JSON.parse(query.get('chart') ?? 'null') as Chart;
		for (const { data } of chart.data.datasets) {
			demand(data.every(Number.isFinite), 'a value of the chart is no number');
			demand(data.length === chart.data.labels.length, 'each value needs a label');
		}
		this.charts.push(chart);
		return { body: this.picture };
	}

	received(): string[] {
		return this.charts.map(({ type, data: { labels, datasets } }) => {
			const values = datasets.map(({ label, data }) => `${label}: ${data.join(', ')}`);
			return `${type} chart of ${labels.join(', ')} (${values.join('; ')})`;
		});
	}
}
