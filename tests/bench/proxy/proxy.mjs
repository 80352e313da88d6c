// A bare proxy, what the exchange is measured beside: no token, no grant, no evidence.
import proxy from "@fastify/http-proxy";
import fastify from "fastify";

const [port, upstream] = process.argv.slice(2);
const server = fastify();
server.register(proxy, { upstream });
await server.listen({ host: "127.0.0.1", port: Number(port) });
