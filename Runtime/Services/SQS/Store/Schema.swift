import Storage

extension SQS {
    /// What the service keeps: one row for each queue; one for each space of messages, of which a queue has one and
    /// leaves it when it is purged; one for each message, its body in a table of its own when it is long, since the row
    /// changes whenever the message is received; the groups of FIFO queues that have a message to receive now, by their
    /// first message, whose turn comes by when that was received last; what was sent in the last minutes to FIFO queues; and tasks that move messages.
    ///
    /// `due` is when a message that cannot be received now can be, in nanoseconds since 1970, and NULL for one that can.
    package static let migrations = [
        Migration(
            "sqs.1",
            """
            CREATE TABLE sqs_queue (
                name TEXT NOT NULL UNIQUE,
                space INTEGER NOT NULL,
                attributes TEXT NOT NULL,
                tags TEXT NOT NULL,
                created INTEGER NOT NULL,
                modified INTEGER NOT NULL
            );
            CREATE TABLE sqs_space (number INTEGER PRIMARY KEY AUTOINCREMENT, ended INTEGER NOT NULL DEFAULT 0);
            CREATE TABLE sqs_message (
                id INTEGER PRIMARY KEY,
                space INTEGER NOT NULL,
                due INTEGER,
                received INTEGER NOT NULL DEFAULT 0,
                first_received INTEGER,
                last_received INTEGER,
                fifo INTEGER NOT NULL,
                group_id TEXT,
                deduplication_id TEXT,
                message_id TEXT NOT NULL,
                sent INTEGER NOT NULL,
                source TEXT,
                attributes TEXT,
                system_attributes TEXT,
                md5 TEXT NOT NULL,
                body TEXT
            );
            CREATE INDEX sqs_ready ON sqs_message (space) WHERE due IS NULL AND fifo = 0;
            CREATE INDEX sqs_waiting ON sqs_message (space, due) WHERE due IS NOT NULL;
            CREATE INDEX sqs_member ON sqs_message (space, group_id) WHERE fifo = 1;
            CREATE TABLE sqs_body (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
            CREATE TABLE sqs_group (head INTEGER PRIMARY KEY, space INTEGER NOT NULL, group_id TEXT NOT NULL);
            CREATE INDEX sqs_group_space ON sqs_group (space);
            CREATE TABLE sqs_deduplication (
                space INTEGER NOT NULL,
                scope TEXT NOT NULL,
                id TEXT NOT NULL,
                expires INTEGER NOT NULL,
                message_id TEXT NOT NULL,
                message INTEGER NOT NULL,
                UNIQUE (space, scope, id)
            );
            CREATE INDEX sqs_deduplication_expires ON sqs_deduplication (expires);
            CREATE TABLE sqs_move_task (
                id TEXT NOT NULL UNIQUE,
                source TEXT NOT NULL,
                destination TEXT,
                rate INTEGER,
                status TEXT NOT NULL,
                moved INTEGER NOT NULL,
                total INTEGER NOT NULL,
                started INTEGER NOT NULL,
                failure TEXT
            );
            CREATE INDEX sqs_move_task_source ON sqs_move_task (source, started)
            """
        ),
        Migration(
            "sqs.2",
            """
            ALTER TABLE sqs_queue RENAME TO sqs_queue_without_region;
            CREATE TABLE sqs_queue (
                region TEXT NOT NULL,
                name TEXT NOT NULL,
                space INTEGER NOT NULL,
                attributes TEXT NOT NULL,
                tags TEXT NOT NULL,
                created INTEGER NOT NULL,
                modified INTEGER NOT NULL,
                UNIQUE (region, name)
            );
            INSERT INTO sqs_queue SELECT '', name, space, attributes, tags, created, modified
            FROM sqs_queue_without_region;
            DROP TABLE sqs_queue_without_region
            """
        ),
        Migration(
            "sqs.3",
            """
            ALTER TABLE sqs_group ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
            CREATE INDEX sqs_group_turn ON sqs_group (space, turn, head)
            """
        ),
    ]
}
