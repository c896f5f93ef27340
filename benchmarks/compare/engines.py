# SPDX-License-Identifier: Apache-2.0
#
# The engines that are compared, behind one face: load a folder of CSV files into memory, run a
# programme, tell what each partner is due. Each run returns its seconds, or None if it was stopped.
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time

TABLES = {
    "partners": "id varchar, tier varchar, region varchar, valid_from date",
    "products": "id varchar, line varchar, launched date, margin_class varchar, state varchar",
    "targets": "target varchar, partner varchar, period varchar, value decimal(18,2)",
    "claims": "id varchar, date date, partner varchar, amount decimal(18,2), status varchar",
    "sales": "id bigint, date date, partner varchar, product varchar, region varchar,"
             " quantity integer, net decimal(18,2), paid_date date",
}


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class Rebate:
    """The library in a process of its own, the data in its memory."""

    name = "librebate"

    def __init__(self, build, policy, folder, threads):
        command = [os.path.join(build, "rebate_measure"), policy, folder, str(threads)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.loaded = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"rebate_measure ended with {self.process.wait()}")
        return json.loads(line)

    def ask(self, words):
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return self.answer()

    def run(self):
        answer = self.ask("run")
        return answer["compile"] + answer["tally"] + answer["settle"]

    def due(self):
        """By rule."""
        return self.ask("run")["due"]

    def peak(self):
        """The most memory it ever had, in bytes."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class DuckDb:
    name = "DuckDB"

    def __init__(self, threads, limit=None):
        import duckdb
        self.connection = duckdb.connect(config={"threads": threads})
        self.limit = limit
        self.error = duckdb.InterruptException

    def load(self, folder):
        for table, columns in TABLES.items():
            self.connection.execute(f"create or replace table {table} ({columns})")
            self.connection.execute(
                f"copy {table} from '{os.path.join(folder, table)}.csv' (header true)")

    def run(self, sql):
        timer = threading.Timer(self.limit, self.connection.interrupt) if self.limit else None
        if timer:
            timer.start()
        try:
            return timed(lambda: self.connection.execute(sql))
        except self.error:
            return None
        finally:
            if timer:
                timer.cancel()

    def due(self):
        columns = [row[0] for row in self.connection.execute("describe statement").fetchall()][1:]
        sums = ", ".join(f'sum("{column}")' for column in columns)
        row = self.connection.execute(f"select {sums} from statement").fetchone()
        return dict(zip(columns, row))

    def due_by_partner(self):
        cursor = self.connection.execute("select * from statement")
        columns = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            for column, amount in zip(columns[1:], row[1:]):
                yield row[0], column, amount

    def write_csv(self, path):
        self.connection.execute(f"copy statement to '{path}' (header true)")

    def close(self):
        self.connection.close()


class Postgres:
    """A server of its own, in a folder that goes away with it."""

    name = "PostgreSQL"

    def __init__(self, threads):
        self.bin = self.find()
        self.folder = tempfile.mkdtemp(prefix="rebate-bench-pg-")
        # A server refuses to run as root: then it runs as the user of Debian's package.
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(self.folder, "postgres")
        data = os.path.join(self.folder, "data")
        self.call(["initdb", "-D", data, "-A", "trust", "-U", "bench", "--no-sync"])
        settings = {
            "unix_socket_directories": self.folder, "listen_addresses": "", "fsync": "off",
            "shared_buffers": "2GB", "work_mem": "512MB", "max_wal_size": "8GB",
            "max_parallel_workers_per_gather": str(max(threads - 1, 0)),
        }
        with open(os.path.join(data, "postgresql.auto.conf"), "a", encoding="utf-8") as file:
            for name, value in settings.items():
                file.write(f"{name} = '{value}'\n")
        self.data = data
        self.call(["pg_ctl", "-D", data, "-w", "-l", os.path.join(self.folder, "log"), "start"])

    @staticmethod
    def find():
        root = "/usr/lib/postgresql"
        versions = sorted(os.listdir(root), key=int) if os.path.isdir(root) else []
        if not versions:
            raise SystemExit("PostgreSQL is not there: apt-get install postgresql")
        return os.path.join(root, versions[-1], "bin")

    def call(self, command):
        command = self.user + [os.path.join(self.bin, command[0])] + command[1:]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def psql(self, *arguments, text=None):
        command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.folder,
                   "-U", "bench", "-d", "postgres", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, input=text).stdout

    def load(self, folder):
        for table, columns in TABLES.items():
            self.psql("-c", f"drop table if exists {table}")
            self.psql("-c", f"create unlogged table {table} ({columns})")
            path = os.path.join(os.path.abspath(folder), f"{table}.csv")
            self.psql("-c", f"\\copy {table} from '{path}' with (format csv, header true)")
        self.psql("-c", "vacuum analyze")

    def run(self, sql):
        # A temporary table ends with its session: the statement is kept for due().
        return timed(lambda: self.psql("-f", "-", text=sql.replace("temporary", "unlogged")))

    def due(self):
        columns = self.psql("-c", "select column_name from information_schema.columns where "
                                  "table_name = 'statement' order by ordinal_position").split()[1:]
        sums = ", ".join(f'sum("{column}")' for column in columns)
        return dict(zip(columns, self.psql("-c", f"select {sums} from statement").strip().split("|")))

    def close(self):
        self.call(["pg_ctl", "-D", self.data, "-m", "immediate", "stop"])
        shutil.rmtree(self.folder, ignore_errors=True)
