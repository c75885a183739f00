"""A mail server that delivers nothing: what it takes it prints, one JSON line each.

    python3 sink.py [PORT]        prints "listening PORT" first

Recipients whose address begins with a code are refused with it: 550-ada@… always, 451-ada@… the first time.
"""

import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP

REFUSED = {
    "550": "550 5.1.1 there is nobody of this name here",
    "554": "554 5.7.1 not through this server",
    "451": "451 4.7.1 come again later",
}
put_off = set()


class Sink:
    async def handle_RCPT(self, server, session, envelope, address, options):
        code = address[:3]
        if code in REFUSED and not (code == "451" and address in put_off):
            put_off.add(address)
            return REFUSED[code]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        line = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "hello": session.host_name,
            # As others read it, not as it was written.
            "headers": {name.lower(): str(value) for name, value in message.items()},
            "names": [name.lower() for name in message.keys()],
            "text": message.get_content(),
            "longest": max(len(part) for part in envelope.content.split(b"\r\n")),
        }
        print(json.dumps(line), flush=True)
        return "250 OK"


async def serve(port):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), enable_SMTPUTF8=True, loop=loop), "127.0.0.1", port)
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
