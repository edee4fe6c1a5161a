// Run by a Node with a built-in SQLite: adds the rows that n8n's installer of
// community packages adds, so that the package shows on n8n's page Settings > Community nodes.
import { DatabaseSync } from 'node:sqlite';

const { database, name, version, author, nodes } = JSON.parse(process.argv[2]);
const db = new DatabaseSync(database, { timeout: 10_000 });
db.exec('BEGIN IMMEDIATE');
db.prepare(
	`INSERT INTO installed_packages
		(packageName, installedVersion, authorName, authorEmail, createdAt, updatedAt)
	VALUES (?, ?, ?, ?, STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW'), STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW'))
	ON CONFLICT (packageName) DO UPDATE
	SET installedVersion = excluded.installedVersion, updatedAt = excluded.updatedAt`,
).run(name, version, author.name, author.email);
db.prepare('DELETE FROM installed_nodes WHERE package = ?').run(name);
const addNode = db.prepare(
	'INSERT INTO installed_nodes (name, type, latestVersion, package) VALUES (?, ?, ?, ?)',
);
for (const node of nodes) addNode.run(node.name, node.type, node.version, name);
db.exec('COMMIT');
db.close();
