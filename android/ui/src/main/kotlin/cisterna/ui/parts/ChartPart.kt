package cisterna.ui.parts

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.graphics.PathEffect
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.unit.dp
import cisterna.ui.core.Chart
import cisterna.ui.core.Fact
import cisterna.ui.theme.LocalColours

/**
 * A chart, and the same in words below it: the picture says nothing that the words do not. A missing value is a ring
 * and breaks the line; it is never drawn as zero. SR-50
 */
@Composable
fun ChartWithTwin(
    chart: Chart,
    twinTitle: String,
) {
    val colours = LocalColours.current
    Card {
        Heading(chart.title)
        Canvas(Modifier.fillMaxWidth().height(180.dp).clearAndSetSemantics {}) {
            val pad = 12f
            val x = { permille: Int -> pad + permille / 1000f * (size.width - 2 * pad) }
            val y = { milli: Int -> size.height - pad - milli.toFloat() / chart.mostMilli * (size.height - 2 * pad) }
            listOf(0, chart.mostMilli / 2, chart.mostMilli).forEach {
                drawLine(colours.line, Offset(0f, y(it)), Offset(size.width, y(it)), 1.dp.toPx())
            }
            val dashes = PathEffect.dashPathEffect(floatArrayOf(12f, 9f))
            chart.levels.forEach {
                val effect = dashes.takeIf { _ -> it.isDashed }
                val at = y(it.valueMilli)
                drawLine(colours.muted, Offset(0f, at), Offset(size.width, at), 2.dp.toPx(), pathEffect = effect)
            }
            chart.points.zipWithNext { first, second ->
                val from = first.valueMilli ?: return@zipWithNext
                val to = second.valueMilli ?: return@zipWithNext
                val start = Offset(x(first.atPermille), y(from))
                drawLine(colours.primary, start, Offset(x(second.atPermille), y(to)), 3.dp.toPx())
            }
            chart.points.forEach {
                val value = it.valueMilli
                val at = Offset(x(it.atPermille), y(value ?: (chart.mostMilli / 10)))
                if (value == null) {
                    drawCircle(colours.muted, 6.dp.toPx(), at, style = Stroke(2.dp.toPx()))
                } else {
                    drawCircle(colours.primary, 5.dp.toPx(), at)
                }
            }
        }
        chart.levels.forEach { Words(it.label, colour = colours.muted) }
    }
    Card {
        Heading(twinTitle)
        Facts(chart.points.map { Fact(it.words, "") })
    }
}
