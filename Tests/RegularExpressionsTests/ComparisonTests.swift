import RegularExpressions
import Testing

@Suite struct ComparisonTests {
    @Test func answersAsPythonDoes() throws {
        #expect(PythonTable.rows.count == 320)
        for row in PythonTable.rows {
            let expression = try RegularExpression(row.expression)
            for (text, isFound, isWhole) in row.texts {
                #expect(expression.matches(in: text) == isFound, "\(row.expression) in \(text)")
                #expect(expression.matchesWhole(text) == isWhole, "\(row.expression) of \(text)")
            }
        }
    }
}
