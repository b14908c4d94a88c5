package cisterna.ui

import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.performSemanticsAction
import androidx.compose.ui.test.runDesktopComposeUiTest
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.platform.Font
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.runtime.Composable
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.luminance
import cisterna.ui.core.*
import cisterna.ui.screens.*
import cisterna.ui.theme.*
import cisterna.ui.words.*
import org.jetbrains.skia.EncodedImageFormat
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File

private val family =
    FontFamily(
        Font("fonts/AtkinsonHyperlegibleNext-Regular.ttf", FontWeight.Normal),
        Font("fonts/AtkinsonHyperlegibleNext-Bold.ttf", FontWeight.Bold),
    )
private val english = Catalogue.of("en")
private val words = Words(english, english) { if (it < 3_600) "${it / 60} minutes" else "${it / 3_600} h ${it % 3_600 / 60} min" }
private val now = Now(1_000_000, 1_760_000_000_000)
private val fresh = ReadAt(760_000, 2_000_000, "14:11")
private val home =
    HomeState(
        Tone.Well, "Your pump is working", "", fresh, "Giving 10.4 micrograms an hour", "from 22:00: 8.2 micrograms an hour",
        "3 of 4 left in 24 hours", null, Amount(Quantity("11.6 mL", "11.6 millilitres"), Quantity("20 mL", "20 millilitres"), 580),
        "18 December", "1 January", null,
    )
private val possible =
    BolusState.Possible(
        fresh, "offer", Quantity("25 micrograms"), "morphine, over 2 minutes, on top of your usual dose",
        listOf(Fact("Left in 24 hours", "3 of 4"), Fact("After this, wait", "3 hours")), "Very sleepy, or breathing slowly? Do not ask.",
    )
private val waiting =
    BolusState.Waiting(
        fresh, "The waiting time after the last one is not over yet.", At(5_320_000, 0, "17:27"), 10_800_000,
        listOf(Fact("Left in 24 hours", "2 of 4")), "The pain is too strong: what to do",
    )
private val unknown =
    BolusState.NotKnownYet(fresh, "Not known yet", "Your pump may have started the dose. The link broke before it answered.", At(960_000, 0, "14:15"))
private val alarms =
    AlarmsState(
        fresh,
        listOf(
            AlarmView(
                1, true, "Your pump is not giving baclofen", "The motor of your pump does not move.",
                "Your pump gives no baclofen. Without baclofen you can become seriously ill within a day.",
                "Call now, by day or night.", listOf(Call("Call the clinic’s night number", "1"), Call("Call emergency services", "2")),
                listOf(Signs("Watch for", listOf("itching", "fever"))), "your implant card", null, "It comes back while the cause stays.", "Alarm 1",
            ),
        ),
    )
private val diary =
    DiaryState(
        "s", "16:00 entry, open until 17:00",
        listOf("rest" to "Pain now, at rest", "motion" to "Pain when you move").map { (id, title) ->
            Question(id, title, (0..10).map { Fact("$it", "$it of 10") })
        },
        listOf(Fact("sleepy", "Sleepy"), Fact("itching", "Itching")), emptyList(),
    )
private val trial =
    TrialState(
        "Your trial, day 6 of 6", "",
        Chart(
            "Pain over time", 10_000,
            listOf(7, 6, 5, null, 3, 3).mapIndexed { i, v -> ChartPoint(i * 200, v?.times(1000), "Day ${i + 1}: ${v ?: "no answer"}") },
            listOf(ChartLevel("- - 50 % less", 3_700, true)), emptyList(),
        ),
        listOf(Fact("Answered", "17 of 18 prompts")), "You and your clinic decide together. These are your numbers.",
    )

private typealias View = @Composable ((Event) -> Unit) -> Unit

private val views: Map<String, View> =
    mapOf(
        "home" to { HomeView(home, now, words, it) },
        "home-old" to { HomeView(home, now.copy(elapsedMs = 9_000_000), words, it) },
        "bolus" to { BolusView(possible, false, now, words, it) },
        "bolus-waiting" to { BolusView(waiting, false, now, words, it) },
        "bolus-unknown" to { BolusView(unknown, false, now, words, it) },
        "alarm" to { AlarmsView(alarms, now, words, it) },
        "diary" to { DiaryView(diary, Local(answers = mapOf("rest" to 3)), words, it) },
        "trial" to { TrialView(trial, words, it) },
        "unwell" to { UnwellView("morphine", listOf(Call("Call emergency services", "2")), words, it) },
        "care" to { CareView(CareState(listOf("No caregiver yet"), listOf(Call("Call your clinic", "1")), listOf(Fact("Anna", "told")), listOf(Fact("Pump", "20 mL"))), words, it) },
        "pump" to { PumpView(PumpState(fresh, listOf(Fact("Serial", "CT-1")), listOf(Fact("Drug", "morphine")), listOf(Fact("Extra doses", "12"))), now, words) },
        "about" to { AboutView(words, it) },
    )

@OptIn(ExperimentalTestApi::class)
class ScreensTest {
    private fun look(
        view: View,
        isDark: Boolean,
        scale: Float,
        direction: LayoutDirection,
        height: Int,
    ): ByteArray {
        val scene =
            ImageComposeScene(320, height, Density(1f, scale)) {
                CompositionLocalProvider(LocalLayoutDirection provides direction) {
                    CisternaTheme(if (isDark) DarkColours else LightColours, isDark, family) { view {} }
                }
            }
        val image = scene.render(0)
        scene.close()
        return image.encodeToData(EncodedImageFormat.PNG)!!.bytes
    }

    /** Pictures for the eye, in `target`: every screen by light and dark, font 1.0 and 2.0, both directions. */
    @Test
    fun every_screen_draws_at_320_dp_in_every_look() {
        val folder = File("target/pictures").apply { mkdirs() }
        for ((name, view) in views) for (isDark in listOf(false, true)) for (scale in listOf(1f, 2f)) {
            for (direction in LayoutDirection.entries) {
                val png = look(view, isDark, scale, direction, if (scale > 1) 1800 else 1000)
                File(folder, "$name-${if (isDark) "dark" else "light"}-$scale-$direction.png").writeBytes(png)
                assertTrue("$name is empty", png.size > 3_000)
            }
        }
    }

    @Test
    fun every_touch_target_has_56_dp() =
        views.forEach { (name, view) ->
            runDesktopComposeUiTest(320, 4000) {
                setContent { CompositionLocalProvider(androidx.compose.ui.platform.LocalDensity provides Density(1f)) {
                    CisternaTheme(LightColours, false, family) { view {} }
                } }
                onAllNodes(hasClickAction()).fetchSemanticsNodes().forEach {
                    assertTrue("$name: ${it.size}", it.size.height >= 56 && it.size.width >= 40)
                }
            }
        }

    /** SR-43 */
    @Test
    fun holding_and_not_holding_ask_for_the_same_through_the_tree() {
        val asked = mutableListOf<Event>()
        runDesktopComposeUiTest(320, 4000) {
            setContent { CisternaTheme(LightColours, false, family) { BolusView(possible, false, now, words, asked::add) } }
            for (label in listOf("bolus-hold-button", "bolus-ask-button")) {
                onNode(hasClickAction() and hasText(words[label])).performSemanticsAction(SemanticsActions.OnClick)
            }
        }
        assertEquals(List(2) { Event.Run(Command.AskForDose("offer")) }, asked)
    }

    /** SR-41 */
    @Test
    fun what_is_not_known_offers_no_new_request() =
        runDesktopComposeUiTest(320, 4000) {
            setContent { CisternaTheme(LightColours, false, family) { BolusView(unknown, false, now, words) {} } }
            assertTrue(onAllNodesWithText(words["bolus-unknown-heading"]).fetchSemanticsNodes().isNotEmpty())
            for (label in listOf("bolus-hold-button", "bolus-ask-button")) {
                assertTrue(onAllNodesWithText(words[label]).fetchSemanticsNodes().isEmpty())
            }
        }

    /** SR-42, SR-52 */
    @Test
    fun an_old_reading_never_says_that_all_is_well_without_asking_the_core() =
        runDesktopComposeUiTest(320, 4000) {
            setContent { CisternaTheme(LightColours, false, family) { HomeView(home, now.copy(elapsedMs = 2_000_000), words) {} } }
            assertTrue(onAllNodesWithText("Your pump is working").fetchSemanticsNodes().isEmpty())
            assertTrue(onAllNodesWithText("Not read since 14:11").fetchSemanticsNodes().isNotEmpty())
        }

    @Test
    fun what_was_begun_survives_the_process_and_the_code_does_not() {
        val local = Local(listOf(Place.Home, Place.Diary), mapOf("rest" to 3), setOf("sleepy"), "s", "SECRET", true)
        assertEquals(local.copy(code = ""), Local.restore(local.save()))
        assertFalse(local.save().any { "SECRET" in it })
        assertEquals(null, Local.restore(listOf("Nowhere", "", "", "", "")))
    }

    /** SR-50 */
    @Test
    fun an_answer_taken_back_is_missing_and_not_zero() {
        val once = reduce(Local(), Event.Answer("rest", 0)).local
        assertEquals(mapOf("rest" to 0), once.answers)
        assertEquals(emptyMap<String, Int>(), reduce(once, Event.Answer("rest", 0)).local.answers)
    }

    @Test
    fun text_has_contrast_of_4_5_and_shapes_of_3() {
        for (c in listOf(LightColours, DarkColours)) {
            val text =
                listOf(
                    c.ink to c.background, c.ink to c.card, c.ink to c.container, c.ink to c.emergencyContainer, c.muted to c.card,
                    c.primary to c.card, c.onPrimary to c.primary, c.inTimeInk to c.inTime, c.onEmergency to c.emergency,
                )
            text.forEach { (a, b) -> assertTrue("$a on $b", contrast(a, b) >= 4.5) }
            val shapes = listOf(c.primary to c.container, c.muted to c.card, c.emergency to c.emergencyContainer)
            shapes.forEach { (a, b) -> assertTrue("$a on $b", contrast(a, b) >= 3) }
        }
    }

    private fun contrast(
        a: Color,
        b: Color,
    ): Float {
        val (dark, light) = listOf(a.luminance(), b.luminance()).sorted()
        return (light + .05f) / (dark + .05f)
    }
}
