#!/usr/bin/env bash
# Generates the three clients in this folder, builds them, and has each call the service: generate.sh ADDRESS KEY
# A client in PHP is generated too. What Kiota's need to run is on Packagist alone, so of that one PHP reads the files, where there is PHP.
set -euo pipefail
address=$1 key=$2
curl --fail --silent --output openapi.json "$address/api/v1/openapi.json"

csharp() {
  dotnet tool restore --verbosity quiet
  dotnet kiota generate --language CSharp --class-name StatsClient --namespace-name Kiota --openapi openapi.json --output Kiota --log-level error > kiota.log 2>&1 || { cat kiota.log; return 1; }
  dotnet nswag openapi2csclient /input:openapi.json /namespace:NSwag /classname:StatsClient /jsonLibrary:SystemTextJson /jsonLibraryVersion:10 /output:NSwag.cs > nswag.log 2>&1 || { cat nswag.log; return 1; }
  dotnet kiota generate --language PHP --class-name StatsClient --namespace-name Kiota --openapi openapi.json --output php --log-level error > php.log 2>&1 || { cat php.log; return 1; }
  if type php > /dev/null; then find php -name '*.php' -print0 | xargs -0 --max-args 1 php --syntax-check > php.log || { cat php.log; return 1; }; fi
  echo "PHP: $(find php -name '*.php' | wc -l) files."
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
