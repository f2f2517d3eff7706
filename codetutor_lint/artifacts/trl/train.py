# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "accelerate>=1.10,<2",
#   "datasets>=5,<6",
#   "peft>=0.21,<1",
#   "torch>=2.8",
#   "transformers>=5.2,<6",
#   "trl>=1.16,<2",
# ]
# ///
"""Train an open-weights model on CodeTutor's lessons: supervised fine-tuning with TRL.

    uv run train.py                                               this machine, with a GPU or without
    hf jobs uv run --flavor a10g-large --timeout 6h --secrets HF_TOKEN \\
        train.py --data OWNER/DATASET --push OWNER/MODEL          one rented machine
    sky jobs launch task.yaml                                     one machine or many

The same command again goes on from the last checkpoint. What it leaves in --output:

    checkpoint-N/   to go on from
    model/          the trained model, whole, for any server (vllm serve, transformers serve)
    run.json        what was asked
    result.json     what came of it; there only when the training is done
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

SPLITS = ("train", "validation")
# Settings that may differ when a run goes on: they change nothing of what is learned.
FREE = ("output", "push", "save_steps", "data")
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def parse_arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--data", default=str(Path(__file__).parent), help="folder with train.jsonl, or a dataset on the Hub")
    add("--limit", type=int, metavar="N", help="only the first N rows of each file: a cheap first try")
    add("--model", default="Qwen/Qwen3-4B-Instruct-2507", help="an instruction-tuned model (default: %(default)s)")
    add("--from-scratch", action="store_true", help="a tiny new model instead: tries the way, offline, teaches nothing")
    add("--output", default="codetutor-model", help="folder for checkpoints and the result (default: %(default)s)")
    add("--epochs", type=float, default=3, help="times to go through the rows (default: %(default)s)")
    add("--max-steps", type=int, default=-1, help="stop after so many steps, whatever the epochs")
    add("--batch-size", type=int, default=1, help="rows at once on each device (default: %(default)s)")
    add("--accumulate", type=int, default=8, help="batches to one step (default: %(default)s)")
    add("--learning-rate", type=float, default=2e-4, help="(default: %(default)s)")
    add("--lora-rank", type=int, default=16, help="0 trains all weights (default: %(default)s)")
    add("--max-length", type=int, metavar="TOKENS", help="leave out longer rows; none is ever cut")
    add("--seed", type=int, default=42, help="(default: %(default)s)")
    add("--save-steps", type=int, default=25, help="steps between checkpoints (default: %(default)s)")
    add("--push", metavar="OWNER/MODEL", help="upload the result to this private repository on the Hub")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> None:
    args = parse_arguments(argv)
    output = Path(args.output)
    rows = load_rows(args.data, args.limit)
    begin(output, args, rows)
    if (output / "result.json").is_file():
        print(f"already trained: {output / 'model'}")
        return
    model, tokenizer = tiny_model(rows["train"], args.seed) if args.from_scratch else pretrained(args.model)
    rows = fitting(rows, tokenizer, args.max_length)
    trainer = make_trainer(args, model, tokenizer, rows)
    outcome = trainer.train(resume_from_checkpoint=last_checkpoint(output))
    metrics = dict(outcome.metrics) | (trainer.evaluate() if "validation" in rows else {})
    if trainer.is_world_process_zero():
        finish(output, args, trainer, metrics)
    trainer.accelerator.wait_for_everyone()
    trainer.accelerator.end_training()


def load_rows(data: str, limit: int | None) -> dict[str, list[dict[str, Any]]]:
    """The rows of each split, from a folder of the build or from the Hub."""
    folder = Path(data)
    if folder.is_dir():
        files = {split: folder / f"{split}.jsonl" for split in SPLITS}
        rows = {split: read_lines(file) for split, file in files.items() if file.is_file()}
    elif data.count("/") == 1 and not data.startswith((".", "/", "~")):
        from datasets import load_dataset

        rows = {split: list(part) for split, part in load_dataset(data, "trl").items() if split in SPLITS}
    else:
        sys.exit(f"error: {data}: no such folder; --data is a folder with train.jsonl, or OWNER/DATASET")
    rows = {split: part[:limit] for split, part in rows.items() if part[:limit]}
    if "train" not in rows:
        sys.exit(f"error: {data}: no rows to train on")
    return rows


def read_lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def begin(output: Path, args: argparse.Namespace, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Write down what is asked, or make sure that it is what this folder was begun with."""
    asked = {key: value for key, value in vars(args).items() if key not in FREE}
    asked["rows"] = sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    file = output / "run.json"
    if file.is_file():
        begun = json.loads(file.read_text(encoding="utf-8"))
        changed = [key for key in asked if begun.get(key) != asked[key]]
        if changed:
            sys.exit(
                f"error: {output} was begun with other {', '.join(changed)}; choose another --output, or delete it"
            )
    elif is_first_process():
        output.mkdir(parents=True, exist_ok=True)
        write(file, asked)


def is_first_process() -> bool:
    return os.environ.get("RANK", "0") == "0"


def write(file: Path, value: dict[str, Any]) -> None:
    temporary = file.with_suffix(".new")
    temporary.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    temporary.replace(file)


def last_checkpoint(output: Path) -> str | None:
    """The newest whole checkpoint: the trainer's state is the last that is written into one."""
    whole = [path.parent for path in output.glob("checkpoint-*/trainer_state.json")]
    return str(max(whole, key=lambda path: int(path.name.rpartition("-")[2]))) if whole else None


def pretrained(name: str) -> tuple[Any, Any]:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    dtype = torch.bfloat16 if has_bfloat16() else torch.float32
    return AutoModelForCausalLM.from_pretrained(name, dtype=dtype), AutoTokenizer.from_pretrained(name)


def has_bfloat16() -> bool:
    import torch

    return bool(torch.cuda.is_available() and torch.cuda.is_bf16_supported())


def tiny_model(rows: list[dict[str, Any]], seed: int) -> tuple[Any, Any]:
    """A random Llama of 0.6 M parameters, and a tokenizer made from the rows."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    texts = [message["content"] for row in rows for message in (*row["prompt"], *row["completion"])]
    bytes_to_text = Tokenizer(models.BPE())
    bytes_to_text.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytes_to_text.decoder = decoders.ByteLevel()
    special = ["<|im_start|>", "<|im_end|>", "<|pad|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=2048, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    bytes_to_text.train_from_iterator(texts, trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bytes_to_text, eos_token="<|im_end|>", pad_token="<|pad|>")
    tokenizer.chat_template = CHAT_TEMPLATE
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=16_384,
        tie_word_embeddings=True,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return LlamaForCausalLM(config), tokenizer


def fitting(rows: dict[str, list[dict[str, Any]]], tokenizer: Any, most: int | None) -> dict[str, list[dict[str, Any]]]:
    """The rows that are not longer than ``most`` tokens; an answer cut short would teach to stop early."""
    if most is None:
        return rows
    kept = {split: [row for row in part if length(row, tokenizer) <= most] for split, part in rows.items()}
    for split, part in rows.items():
        if len(kept[split]) < len(part) and is_first_process():
            print(f"{split}: left out {len(part) - len(kept[split])} of {len(part)} rows longer than {most} tokens")
    if not kept["train"]:
        sys.exit(f"error: every row is longer than {most} tokens; choose a larger --max-length")
    return {split: part for split, part in kept.items() if part}


def length(row: dict[str, Any], tokenizer: Any) -> int:
    text = tokenizer.apply_chat_template([*row["prompt"], *row["completion"]], tokenize=False)
    return len(tokenizer(text, add_special_tokens=False)["input_ids"])


def make_trainer(args: argparse.Namespace, model: Any, tokenizer: Any, rows: dict[str, list[dict[str, Any]]]) -> Any:
    import torch
    from datasets import Dataset
    from peft import LoraConfig
    from trl import SFTConfig, SFTTrainer

    on_gpu = torch.cuda.is_available()
    settings = SFTConfig(
        output_dir=args.output,
        num_train_epochs=args.epochs,
        max_steps=args.max_steps,
        per_device_train_batch_size=args.batch_size,
        per_device_eval_batch_size=args.batch_size,
        gradient_accumulation_steps=args.accumulate,
        gradient_checkpointing=on_gpu,
        learning_rate=args.learning_rate,
        lr_scheduler_type="cosine",
        warmup_steps=0.03,
        max_length=None,
        completion_only_loss=True,
        bf16=has_bfloat16(),
        dataloader_pin_memory=on_gpu,
        seed=args.seed,
        save_strategy="steps",
        save_steps=args.save_steps,
        save_total_limit=2,
        eval_strategy="epoch" if "validation" in rows else "no",
        logging_steps=5,
        report_to="none",
    )
    whole = args.from_scratch or not args.lora_rank
    lora = LoraConfig(
        r=args.lora_rank or 1, lora_alpha=2 * args.lora_rank or 1, target_modules="all-linear", task_type="CAUSAL_LM"
    )
    data = {split: Dataset.from_list(part) for split, part in rows.items()}
    return SFTTrainer(
        model=model,
        args=settings,
        train_dataset=data["train"],
        eval_dataset=data.get("validation"),
        processing_class=tokenizer,
        peft_config=None if whole else lora,
    )


def finish(output: Path, args: argparse.Namespace, trainer: Any, metrics: dict[str, Any]) -> None:
    """Save the model as a whole, then say that it is there."""
    model = trainer.accelerator.unwrap_model(trainer.model)
    if hasattr(model, "merge_and_unload"):
        model = model.merge_and_unload()
    partial, whole = output / "model.partial", output / "model"
    shutil.rmtree(partial, ignore_errors=True)
    model.save_pretrained(partial)
    trainer.processing_class.save_pretrained(partial)
    shutil.rmtree(whole, ignore_errors=True)
    partial.rename(whole)
    if args.push:
        from huggingface_hub import HfApi

        HfApi().create_repo(args.push, private=True, exist_ok=True)
        HfApi().upload_folder(repo_id=args.push, folder_path=whole)
    result = {
        "base_model": None if args.from_scratch else args.model,
        "model": args.push or str(whole.resolve()),
        "steps": trainer.state.global_step,
        "train_loss": metrics.get("train_loss"),
        "eval_loss": metrics.get("eval_loss"),
        "log": trainer.state.log_history,
    }
    write(output / "result.json", result)
    print(f"trained {result['steps']} steps: {result['model']}")


if __name__ == "__main__":
    main()
