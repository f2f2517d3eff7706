"""A provider whose jobs succeed at once and whose model answers, and the way from a tag to a release."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent, HERE.parent / "training", HERE.parent / "evaluation"):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))

from bench import FakeClock  # noqa: E402
from loopback import OpenAIService  # noqa: E402
from loopback_model import GOOD, completion  # noqa: E402

from codetutor_lint.config import load_config  # noqa: E402
from codetutor_lint.github.context import Context  # noqa: E402
from codetutor_lint.github.monitor import list_drafts, poll, publish  # noqa: E402
from codetutor_lint.github.plan import digest_of  # noqa: E402
from codetutor_lint.github.release import check_tag, draft, show_plan, start_training  # noqa: E402
from codetutor_lint.training.pace import Pace  # noqa: E402

MODEL = "ft:gpt-4.1-mini-2025-04-14:octo::1"
KEY = "sk-test-8Zr4Lw2qV6nB1"


class TutorService(OpenAIService):
    """OpenAI, with a job that has succeeded when it is asked for, and its model."""

    routes = {**OpenAIService.routes, "POST /chat/completions": "chat.create"}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.ends_as = "succeeded"

    def _jobs_retrieve(self, query, body, job_id):
        job = self._job(job_id)
        if job is not None and self.ends_as != "running":
            job["status"] = self.ends_as
            job["fine_tuned_model"] = MODEL if self.ends_as == "succeeded" else None
            job["error"] = (
                None if self.ends_as == "succeeded" else {"code": "x", "message": "::error::bad", "param": None}
            )
        return super()._jobs_retrieve(query, body, job_id)

    def _chat_create(self, query, body):
        return 200, json.loads(completion(GOOD)[2])


@dataclass
class Pipeline:
    """The steps of the workflows, each able to run again; ``digest`` is handed from one to the next."""

    root: Path
    environment: dict[str, str]
    provider: str = "openai"
    clock: FakeClock = field(default_factory=FakeClock)
    said: list[str] = field(default_factory=list)

    @property
    def context(self) -> Context:
        return Context(self.environment, self.said.append, self.clock)

    @property
    def config(self):
        return load_config(file=self.root / "pyproject.toml")

    @property
    def digest(self) -> str:
        return digest_of(self.root / "datasets")

    def check(self):
        return check_tag(self.context, self.config)

    def plan(self):
        return show_plan(self.context, self.config)

    def draft(self):
        return draft(self.context, self.config, self.digest)

    def start(self):
        return start_training(self.context, self.config, self.provider, self.digest, Pace(clock=self.clock))

    def monitor(self):
        """The three jobs of the monitor."""
        for name in list_drafts(self.context):
            poll(self.context, self.config, name, Pace(clock=self.clock))
        return publish(self.context)

    def everything(self):
        self.check()
        self.draft()
        self.start()
        return self.monitor()


def main() -> None:
    """Read a request a line, fork, print the child's id, wait for a line, and print how the child ended."""
    for line in sys.stdin:
        request = json.loads(line)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.read(read, 1)
            Pipeline(Path(request["root"]), request["environment"]).everything()
            os._exit(0)
        print(child, flush=True)
        sys.stdin.readline()
        os.write(write, b"!")
        _, status = os.waitpid(child, 0)
        os.close(read)
        os.close(write)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    for sdk in ("openai", "filelock", "dotenv", "tiktoken", "codetutor_lint.snippets.executor"):
        __import__(sdk)
    from codetutor_lint.artifacts.tokens import tokenizer

    tokenizer("openai")
    main()
