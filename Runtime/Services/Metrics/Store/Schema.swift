import ServiceKit
import Storage

extension Metrics {
    static let tables = ["metrics_point", "metrics_series", "metrics_alarm", "metrics_history"]

    static let documentTable = "metrics_document"

    /// A series is a metric in one unit; a point is a `StatisticSet` of one of its minutes, or of one of its seconds.
    package static let migrations = [
        Migration(
            "metrics.1",
            """
            CREATE TABLE metrics_series (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                namespace TEXT NOT NULL,
                name TEXT NOT NULL,
                dimensions TEXT NOT NULL,
                unit TEXT NOT NULL,
                latest INTEGER NOT NULL,
                UNIQUE (namespace, name, dimensions, unit)
            );
            CREATE TABLE metrics_point (
                series INTEGER NOT NULL,
                start INTEGER NOT NULL,
                statistics BLOB NOT NULL,
                UNIQUE (series, start)
            );
            CREATE TABLE metrics_alarm (
                name TEXT NOT NULL UNIQUE,
                document TEXT NOT NULL
            );
            CREATE TABLE metrics_history (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                alarm TEXT NOT NULL,
                instant INTEGER NOT NULL,
                kind TEXT NOT NULL,
                summary TEXT NOT NULL,
                data TEXT NOT NULL
            )
            """
        ),
        DocumentStore.migration("metrics.2", table: documentTable),
        Migration("metrics.3", "ALTER TABLE metrics_history ADD COLUMN type TEXT NOT NULL DEFAULT 'MetricAlarm'"),
        Migration(
            "metrics.4",
            """
            ALTER TABLE metrics_alarm RENAME TO metrics_alarm_without_region;
            CREATE TABLE metrics_alarm (
                region TEXT NOT NULL,
                name TEXT NOT NULL,
                document TEXT NOT NULL,
                UNIQUE (region, name)
            );
            INSERT INTO metrics_alarm (region, name, document) SELECT '', name, document FROM metrics_alarm_without_region;
            DROP TABLE metrics_alarm_without_region;
            ALTER TABLE metrics_history ADD COLUMN region TEXT NOT NULL DEFAULT ''
            """
        ),
    ]
}
