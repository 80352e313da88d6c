"""The child: python -I -m kit.pdf.child <empty folder>, a template and its values as JSON on standard input, the PDF on
its output.

It knows no secret (its environment is empty), writes no file, and is bounded in memory, time and pages. The template
lies in memory and its folder is an empty one, so nothing of this machine can be drawn into a document.
"""

import json
import resource
import sys

import typst
from pypdfium2 import PdfDocument

MEMORY = 2 << 30
CPU_SECONDS = 20
MOST_BYTES = 32 << 20
MOST_PAGES = 500


def confine() -> None:
    """No writing to files, no core."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(limit, (0, 0))


def main() -> None:
    confine()
    asked = json.load(sys.stdin.buffer)
    compiler = typst.Compiler(
        asked["template"].encode(),
        root=sys.argv[1],
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps(asked["values"], ensure_ascii=False)},
    )
    content = compiler.compile(format="pdf", timestamp=asked["at"])
    if not isinstance(content, bytes) or len(content) > MOST_BYTES or len(PdfDocument(content)) > MOST_PAGES:
        raise SystemExit(1)
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
