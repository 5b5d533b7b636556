/// What commands make of rows.
enum InsightsRun {
    static var newestFirst: [InsightsSortKey] { [.newest] }

    /// One row behind commands that need no other; `nil` where a filter keeps it back.
    static func row(
        _ row: InsightsRow,
        _ commands: ArraySlice<InsightsCommand>,
        _ context: InsightsContext
    ) -> InsightsRow? {
        var row = row
        for command in commands {
            switch command {
            case .filter(let condition): if !condition.holds(row, context) { return nil }
            case .fields(let columns), .display(let columns):
                for column in columns where !column.isField { row[column.name] = column.value(row, context) }
            case .parse(let pattern): for field in pattern.fields(row, context) { row[field.name] = field.value }
            case .stats, .sort, .dedup, .limit: break
            }
        }
        return row
    }

    static func rows(_ rows: [InsightsRow], _ command: InsightsCommand, _ context: InsightsContext) -> [InsightsRow] {
        switch command {
        case .fields, .display, .filter, .parse: return rows.compactMap { row($0, [command], context) }
        case .limit(let limit): return Array(rows.prefix(limit))
        case .sort(let keys): return sorted(rows, keys, context)
        case .dedup(let columns): return distinct(rows, columns, context)
        case .stats(let stats):
            var table = InsightsStats.Table(stats)
            for row in rows { table.add(row, context) }
            return table.rows(context)
        }
    }

    /// Rows that the keys do not tell apart keep their order.
    static func sorted(
        _ rows: [InsightsRow],
        _ keys: [InsightsSortKey],
        _ context: InsightsContext
    ) -> [InsightsRow] {
        let keyed = rows.enumerated().map { index, row in
            (values: keys.map { $0.column.value(row, context) }, index: index, row: row)
        }
        let sorted = keyed.sorted { left, right in
            for (key, (one, other)) in zip(keys, zip(left.values, right.values)) {
                if InsightsValue.isBefore(one, other) { return !key.isDescending }
                if InsightsValue.isBefore(other, one) { return key.isDescending }
            }
            return left.index < right.index
        }
        return sorted.map(\.row)
    }

    private static func distinct(
        _ rows: [InsightsRow],
        _ columns: [InsightsColumn],
        _ context: InsightsContext
    ) -> [InsightsRow] {
        var seen: Set<[String]> = []
        return rows.filter { row in
            let values = columns.compactMap { $0.value(row, context)?.shown }
            return values.count < columns.count || seen.insert(values).inserted
        }
    }
}

extension InsightsColumn {
    /// Whether it is a field under its own name, which a row has without it.
    fileprivate var isField: Bool { if case .field(name) = expression { true } else { false } }
}
