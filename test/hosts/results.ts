/** What the suites came to in a version of n8n. */
export interface HostResult {
	n8n: string;
	/** The version of Node that it ran on. */
	node: string;
	date: string;
	passed: number;
	/** The names of the tests that failed. */
	failed: string[];
}

/** What jest writes with `--json`, as far as it is needed. */
export interface JestResults {
	testResults: Array<{
		name: string;
		/** Why a suite could not run at all. */
		message: string;
		status: string;
		assertionResults: Array<{ fullName: string; status: string }>;
	}>;
}

export function countTests({ testResults }: JestResults): Pick<HostResult, 'passed' | 'failed'> {
	const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
	const failedTests = tests.filter(({ status }) => status === 'failed');
	const failed = failedTests.map(({ fullName }) => fullName);
	for (const { name, status, assertionResults } of testResults) {
		const isExplained = assertionResults.some((test) => test.status === 'failed');
		if (status === 'failed' && !isExplained) failed.push(name.split(/[\\/]/).at(-1) ?? name);
	}
	return { passed: tests.filter(({ status }) => status === 'passed').length, failed };
}

/** The kept results with fresh ones in their place; those of versions no longer tried are left out. */
export function mergeResults(
	kept: HostResult[],
	fresh: HostResult[],
	hosts: Array<{ n8n: string }>,
): HostResult[] {
	return hosts.flatMap(
		({ n8n }) =>
			fresh.find((result) => result.n8n === n8n) ?? kept.find((result) => result.n8n === n8n) ?? [],
	);
}

export function resultRow({ n8n, node, date, passed, failed }: HostResult): string[] {
	const count = passed + failed.length;
	const result =
		failed.length === 0 ? `all ${count} tests pass` : `${passed} of ${count} tests pass`;
	return [n8n, node, date, result];
}
