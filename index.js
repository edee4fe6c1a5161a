// Empty on purpose: n8n finds the nodes through the "n8n" key of package.json.
