const http = require("node:http");
const { release: shared } = require("../../packages/shared");

const release = "good";

http
  .createServer((request, response) => {
    if (request.url === "/health") return response.end("ok");
    response.end(`web ${release}, shared ${shared}`);
  })
  .listen(process.env.WEB_PORT || 3000);

// The first process of a container gets no signal that it does not ask for.
process.on("SIGTERM", () => process.exit(0));
