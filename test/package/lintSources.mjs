// Lints by the rules of this project (houseRules.config.mjs), and prints a line for each problem.
import path from 'node:path';

import { ESLint } from 'eslint';

const eslint = new ESLint({
	overrideConfigFile: path.join(import.meta.dirname, 'houseRules.config.mjs'),
});
const results = await eslint.lintFiles(process.argv.slice(2));
const problems = results.flatMap(({ filePath, messages }) =>
	messages.map(
		({ line, message, ruleId }) =>
			`${path.relative('.', filePath)}:${line} ${message} (${ruleId ?? 'lint'})`,
	),
);
process.stdout.write(JSON.stringify(problems));
