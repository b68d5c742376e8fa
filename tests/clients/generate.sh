#!/usr/bin/env bash
# Generates the three clients in this folder, builds them, and has each call the service: generate.sh ADDRESS KEY
set -euo pipefail
address=$1 key=$2
curl --fail --silent --output openapi.json "$address/api/v1/openapi.json"

csharp() {
  dotnet tool restore --verbosity quiet
  dotnet kiota generate --language CSharp --class-name StatsClient --namespace-name Kiota --openapi openapi.json --output Kiota --log-level error > kiota.log 2>&1 || { cat kiota.log; return 1; }
  dotnet nswag openapi2csclient /input:openapi.json /namespace:NSwag /classname:StatsClient /jsonLibrary:SystemTextJson /jsonLibraryVersion:10 /output:NSwag.cs > nswag.log 2>&1 || { cat nswag.log; return 1; }
  dotnet run --project GeneratedClients.csproj --verbosity quiet -- "$address" "$key"
}

typescript() {
  npm ci --prefer-offline --no-audit --no-fund --silent
  npx openapi-typescript openapi.json --output stats.d.ts > openapi-typescript.log 2>&1 || { cat openapi-typescript.log; return 1; }
  npx tsc --strict --target es2022 --module nodenext --skipLibCheck caller.mts
  node caller.mjs "$address" "$key"
}

csharp &
typescript
wait $!
