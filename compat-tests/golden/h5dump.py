"""Finds the HDF Group's h5dump, and lists with it what an HDF5 file holds.

    python3 h5dump.py            prints the program's path, or why there is none
    python3 h5dump.py FILE       prints the listing, one object or attribute a line

It is looked for in $KERAS_JAVA_H5DUMP, among the programs, and where Debian or Ubuntu runs is fetched from its
archive and unpacked into the cache (default: $KERAS_JAVA_CACHE, else ~/.cache/keras-java), for which nobody needs to
be root. The listing is that of Hdf5Listing.java and of the test's h5py: bytes of numbers in hexadecimal, texts in JSON.
"""
import glob
import json
import os
import re
import shutil
import struct
import subprocess
import sys

from environment import lock

TOKEN = re.compile(r'"([^"\n]*)"|([{}(),;/])|([^\s{}(),;"/]+)')
# Texts have quotation marks and backslashes as they are; lines end behind them.
TEXT = re.compile(r'\s*(?:"(.*)"|(NULL))(?=,?\n)')
INTEGER = re.compile(r"H5T_STD_([IU])(\d+)LE")
FLOAT = {"H5T_IEEE_F32LE": ("float32", "<f"), "H5T_IEEE_F64LE": ("float64", "<d"), "H5T_IEEE_F16LE": ("float16", "<e")}
# Before it had a name for it, h5dump described the half in words.
HALF = "16-bit little-endian floating-point 16-bit precision"


def find():
    """Returns the command and its environment; raises LookupError that says why there is none."""
    named = os.environ.get("KERAS_JAVA_H5DUMP") or shutil.which("h5dump")
    if named:
        return named, dict(os.environ)
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise LookupError("There is no h5dump. Install the HDF5 tools, or name it in KERAS_JAVA_H5DUMP.")
    cache = os.path.abspath(os.path.expanduser(os.environ.get("KERAS_JAVA_CACHE") or "~/.cache/keras-java"))
    folder = os.path.join(cache, "h5dump")
    os.makedirs(cache, exist_ok=True)
    program = os.path.join(folder, "root", "usr", "bin", "h5dump")
    with lock(folder + ".lock"):
        if not os.path.exists(program):
            fetch(folder)
    libraries = glob.glob(os.path.join(folder, "root", "usr", "lib", "*-linux-gnu*"))
    return program, dict(os.environ, LD_LIBRARY_PATH=os.pathsep.join(libraries))


def fetch(folder):
    shutil.rmtree(folder, ignore_errors=True)
    for part in ("state/lists/partial", "cache/archives/partial"):
        os.makedirs(os.path.join(folder, part))
    options = {"Dir::State": folder + "/state", "Dir::State::status": "/var/lib/dpkg/status",
               "Dir::Cache": folder + "/cache", "Debug::NoLocking": "1"}
    apt = ["apt-get", "-qq", "-y"] + [a for k, v in options.items() for a in ("-o", f"{k}={v}")]
    run(apt + ["update"])
    run(apt + ["install", "--download-only", "--no-install-recommends", "hdf5-tools"])
    for package in glob.glob(folder + "/cache/archives/*.deb"):
        run(["dpkg-deb", "-x", package, folder + "/unpacked"])
    shutil.rmtree(folder + "/state")
    shutil.rmtree(folder + "/cache")
    os.rename(folder + "/unpacked", folder + "/root")


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        raise LookupError(f"There is no h5dump, and {' '.join(command)} failed:\n{done.stdout}")


def listing(path):
    """Returns the lines; raises ValueError if h5dump finds fault with the file."""
    program, environment = find()
    command = [program, "-y", "-E", "-w", "0", "-m", "%.17g", "-q", "creation_order", path]
    done = subprocess.run(command, capture_output=True, env=environment)
    if done.returncode or done.stderr:
        raise ValueError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    dump = Dump(done.stdout.decode())
    dump.file()
    return dump.lines


class Dump:
    """Reads what h5dump prints."""

    def __init__(self, text):
        self.text = text
        self.at = 0
        self.lines = []

    def next(self):
        """Returns the next token, names with a quotation mark in front."""
        match = TOKEN.search(self.text, self.at)
        self.at = match.end()
        return '"' + match[1] if match[1] is not None else match[2] or match[3]

    def peek(self):
        at = self.at
        token = self.next()
        self.at = at
        return token

    def take(self, *expected):
        for token in expected:
            found = self.next()
            if found != token:
                raise ValueError(f"expected {token}, found {found} before {self.text[self.at:self.at + 80]!r}")

    def file(self):
        self.take("HDF5")
        self.next()
        self.take("{", "GROUP", '"/', "{")
        self.group("/")
        self.take("}")

    def name(self):
        return text(self.next()[1:])

    def group(self, path):
        children = []
        while self.peek() != "}":
            kind, name = self.next(), self.name()
            self.take("{")
            if kind == "ATTRIBUTE":
                self.attribute(path, name)
                continue
            children.append(name)
            child = path.rstrip("/") + "/" + name
            if kind == "GROUP":
                self.group(child)
            elif kind == "DATASET":
                self.dataset(child)
            else:
                raise ValueError(f"{child} is a {kind}")
        self.take("}")
        self.lines.append(f"{path} group {json.dumps(children)}")

    def attribute(self, path, name):
        dtype, shape, values = self.value()
        self.take("}")
        shown = json.dumps(values) if dtype == "text" else "".join(values)
        self.lines.append(f"{path} @{name} {dtype} {shape} {shown}")

    def dataset(self, path):
        dtype, shape, values = self.value()
        while self.peek() != "}":
            self.take("ATTRIBUTE")
            name = self.name()
            self.take("{")
            self.attribute(path, name)
        self.take("}")
        self.lines.append(f"{path} {dtype} {shape} {''.join(values)}")

    def value(self):
        self.take("DATATYPE")
        dtype, convert = self.type()
        self.take("DATASPACE")
        shape = self.shape()
        self.take("DATA", "{")
        values = []
        while self.peek() != "}":
            if self.peek() == ",":
                self.next()
            elif dtype == "text":
                match = TEXT.match(self.text, self.at)
                self.at = match.end()
                values.append(text(match[1] or ""))
            else:
                values.append(convert(self.next()))
        self.take("}")
        return dtype, shape, values

    def type(self):
        word = self.next()
        if self.text.startswith(HALF, self.at - len(word)):
            self.at += len(HALF) - len(word)
            word = "H5T_IEEE_F16LE"
        if word in FLOAT:
            name, form = FLOAT[word]
            return name, lambda t: struct.pack(form, float(t)).hex()
        integer = INTEGER.fullmatch(word)
        if integer:
            bits = int(integer[2])
            name = ("int" if integer[1] == "I" else "uint") + integer[2]
            return name, lambda t: (int(t) % 2**bits).to_bytes(bits // 8, "little").hex()
        if word == "H5T_STRING":
            self.take("{", "STRSIZE", "H5T_VARIABLE", ";", "STRPAD", "H5T_STR_NULLTERM", ";")
            self.take("CSET", "H5T_CSET_UTF8", ";", "CTYPE", "H5T_C_S1", ";", "}")
            return "text", text
        if word == "H5T_OPAQUE":
            self.take("{", "OPAQUE_TAG", '"', ";", "}")
            return "opaque", lambda t: t.replace(":", "")
        if word == "H5T_ENUM":
            self.take("{", "H5T_STD_I8LE", ";", '"FALSE', "0", ";", '"TRUE', "1", ";", "}")
            return "bool", lambda t: {"FALSE": "00", "TRUE": "01"}[t]
        raise ValueError(f"unknown type {word}")

    def shape(self):
        if self.next() == "SCALAR":
            return "()"
        sizes = []
        self.take("{", "(")
        while self.peek() != ")":
            token = self.next()
            if token != ",":
                sizes.append(int(token))
        self.take(")", "/", "(")
        while self.next() != "}":
            pass
        return str(tuple(sizes))


def text(escaped):
    """Decodes a text, in which each byte beyond ASCII is an octal number, of four bytes and with a sign."""
    data = re.sub(rb"\\37777777([2367][0-7]{2})", lambda m: bytes([int(m[1], 8) & 0xFF]), escaped.encode())
    return data.decode()


if __name__ == "__main__":
    try:
        print("\n".join(listing(sys.argv[1])) if len(sys.argv) > 1 else find()[0])
    except LookupError as e:
        sys.exit(str(e))
