import RegularExpressions

/// What is computed of a row: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
indirect enum InsightsExpression: Sendable {
    enum Comparison: String, Sendable {
        case equal = "="
        case unequal = "!="
        case less = "<"
        case atMost = "<="
        case greater = ">"
        case atLeast = ">="
    }

    enum Arithmetic: String, Sendable {
        case plus = "+"
        case minus = "-"
        case times = "*"
        case over = "/"
        case modulo = "%"
        case power = "^"
    }

    case constant(InsightsValue)
    case field(String)
    case any([InsightsExpression])
    case all([InsightsExpression])
    case not(InsightsExpression)
    case comparison(InsightsExpression, Comparison, InsightsExpression)
    case like(InsightsExpression, String)
    case matches(InsightsExpression, RegularExpression)
    case isIn(InsightsExpression, [InsightsExpression])
    case arithmetic(InsightsExpression, Arithmetic, InsightsExpression)
    case call(InsightsFunction, [InsightsExpression])

    /// Whether it is true or false, so that rows can be filtered by it.
    var isCondition: Bool {
        switch self {
        case .any, .all, .not, .comparison, .like, .matches, .isIn: true
        case .call(let function, _): function.isCondition
        case .constant, .field, .arithmetic: false
        }
    }

    /// `nil` for what the row does not tell.
    func value(_ row: InsightsRow, _ context: InsightsContext) -> InsightsValue? {
        switch self {
        case .constant(let value): value
        case .field(let name): row[name]
        case .any(let conditions): .flag(conditions.contains { $0.holds(row, context) })
        case .all(let conditions): .flag(conditions.allSatisfy { $0.holds(row, context) })
        case .not(let condition): .flag(!condition.holds(row, context))
        case .comparison(let left, let sign, let right):
            .flag(sign.holds(left.value(row, context), right.value(row, context)))
        case .like(let text, let part): .flag(text.value(row, context)?.shown.contains(part) ?? false)
        case .matches(let text, let regex):
            .flag(text.value(row, context).map { regex.matches(in: $0.shown) } ?? false)
        case .isIn(let value, let list):
            .flag(
                value.value(row, context).map { value in
                    list.contains { $0.value(row, context).map { InsightsValue.isSame($0, value) } ?? false }
                } ?? false
            )
        case .arithmetic(let left, let sign, let right):
            sign.result(left.value(row, context)?.number, right.value(row, context)?.number)
        case .call(let function, let arguments):
            function.value(arguments.map { $0.value(row, context) }, context)
        }
    }

    func holds(_ row: InsightsRow, _ context: InsightsContext) -> Bool { value(row, context)?.isTrue ?? false }
}

extension InsightsExpression.Comparison {
    /// What is not there differs from all that is, and stands in no order with it.
    fileprivate func holds(_ left: InsightsValue?, _ right: InsightsValue?) -> Bool {
        guard let left, let right else { return self == .unequal && (left == nil) != (right == nil) }
        switch self {
        case .equal: return InsightsValue.isSame(left, right)
        case .unequal: return !InsightsValue.isSame(left, right)
        case .less, .atMost, .greater, .atLeast: break
        }
        guard let left = left.number, let right = right.number else { return false }
        return switch self {
        case .less: left < right
        case .atMost: left <= right
        case .greater: left > right
        default: left >= right
        }
    }
}

extension InsightsExpression.Arithmetic {
    fileprivate func result(_ left: Double?, _ right: Double?) -> InsightsValue? {
        guard let left, let right else { return nil }
        return switch self {
        case .plus: InsightsValue(finite: left + right)
        case .minus: InsightsValue(finite: left - right)
        case .times: InsightsValue(finite: left * right)
        case .over: InsightsValue(finite: left / right)
        case .modulo: InsightsValue(finite: left.truncatingRemainder(dividingBy: right))
        case .power: InsightsValue(finite: InsightsMath.power(left, right))
        }
    }
}
