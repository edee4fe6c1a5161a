// Run by the Node 24 that runs n8n, for its built-in SQLite: what n8n's database holds.
import { DatabaseSync } from 'node:sqlite';

const [, , file, workflowId] = process.argv;
const db = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
const value = (sql, ...values) => Object.values(db.prepare(sql).get(...values) ?? {})[0] ?? 0;
const pages = value('PRAGMA page_count') - value('PRAGMA freelist_count');
process.stdout.write(
	JSON.stringify({
		bytes: pages * value('PRAGMA page_size'),
		executions: value('SELECT COUNT(*) FROM execution_entity WHERE workflowId = ?', workflowId),
		stateBytes: value('SELECT LENGTH(staticData) FROM workflow_entity WHERE id = ?', workflowId),
	}),
);
