// n8n's scanner for community packages checks the source and what is published; so does this.
import {
	SOURCE_FILE_PATTERNS,
	analyzePackage,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const [sourceFolder, publishedFolder] = process.argv.slice(2);
process.stdout.write(
	JSON.stringify({
		source: await analyzePackage(sourceFolder, SOURCE_FILE_PATTERNS),
		published: await analyzePackage(publishedFolder, ['**/*.js', 'package.json']),
	}),
);
