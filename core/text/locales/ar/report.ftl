### تقرير للعيادة. لم تراجعه عيادة بعد.

report-title-pain = تقرير التجربة: الألم
report-title-pain-drug = تقرير التجربة: { $drug } للألم
report-title-spasticity = تقرير التجربة: التشنج
report-title-spasticity-drug = تقرير التجربة: { $drug } للتشنج
report-footer = { $title }. أُعدّ في { $made } بتطبيق Cisterna { $version }.
report-page = صفحة { $page } من { $pages }
report-not-a-device = من يوميات الشخص نفسه ومن سجل المضخة. ‏Cisterna ليس جهازًا طبيًا.
report-decision = يعرض هذا التقرير بيانات. القرار للعيادة.

report-drug-baclofen = باكلوفين
report-drug-morphine = مورفين
report-drug-ziconotide = زيكونوتيد

report-none = لا شيء
report-not-known = غير معروف
report-at-least = { $amount } على الأقل
report-span = من { $from } إلى { $until }

## رأس التقرير

report-fact-person = الشخص
report-fact-person-unnamed = بلا اسم
report-fact-method = الطريقة
report-method-infusion = تسريب مستمر، { $days ->
    [one] يوم واحد
    [two] يومان
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}
report-method-single-doses = جرعات مفردة ({ $doses })
report-fact-lead = المقياس الرئيسي
report-fact-baseline = خط الأساس
report-fact-trial = التجربة
report-fact-window = نافذة النتيجة
report-window = آخر { $hours } ساعة: { $span }
report-fact-answered = الأسئلة المجابة
report-answered = { $answered } من { $asked }
report-answered-percent = { $answered } من { $asked } ({ $percent })
report-answered-late = { $answered } من { $asked }، منها متأخرة: { $late }
report-fact-pump = المضخة
report-pump-none = لا مضخة في هذه التجربة
report-pump-serial = الرقم التسلسلي { $serial }
report-pump-no-serial = لم يُذكر الرقم التسلسلي
report-fact-goal = الهدف الشخصي
report-fact-ended = انتهت مبكرًا
report-fact-made = أُعدّ التقرير

## المقاييس

report-measure-nrs-rest = الألم عند الراحة
report-measure-nrs-motion = الألم عند الحركة
report-measure-spasm-frequency = تكرار التشنجات
report-measure-spasm-severity = شدة التشنجات
report-measure-function = بلوغ الهدف
report-measure-sleep = النوم
report-scale-nrs = مقياس رقمي من 0 إلى 10
report-scale-penn-frequency = بِن، من 0 إلى 4
report-scale-penn-severity = بِن، من 1 إلى 3
report-scale-good = من 0 إلى 10، الأعلى أفضل
report-measure-with-scale = { $measure } ({ $scale })

## النتيجة بالكلمات

report-result-title = النتيجة
report-result-not-over = لم تنته التجربة بعد. هذا حالها الآن.
report-result-relief = { $measure }: المتوسط { $before } قبلها و{ $after } في آخر { $hours } ساعة. التحسن { $relief }، { $line }.
report-result-worse = { $measure }: المتوسط { $before } قبلها و{ $after } في آخر { $hours } ساعة. لا تحسن: أسوأ بنسبة { $worse }.
report-result-dose-relief = { $dose } في { $given }: { $measure } { $before } قبلها و{ $after } في أفضل قيمة. التحسن { $relief }، { $line }.
report-result-dose-worse = { $dose } في { $given }: { $measure } { $before } قبلها و{ $after } في أفضل قيمة. لا تحسن: أسوأ بنسبة { $worse }.
report-result-dose-other = { $dose } في { $given }: { $measure }. { $reason }
report-result-dose-not-given = { $dose }: لم تُعط.
report-result-other = { $measure }. { $reason }
report-result-none = لم تُعط أي جرعة، فلا توجد نتيجة.
report-line-50 = عند خط 50 % أو فوقه
report-line-30 = عند خط 30 % أو فوقه، ودون خط 50 %
report-line-under = دون خط 30 %
report-reason-zero = خط الأساس 0، فالتحسن غير معرّف.
report-reason-not-enough-baseline = بيانات غير كافية: أُجيب عن { $answered } من { $asked } من أسئلة خط الأساس، أي أقل من النصف.
report-reason-not-enough-result = بيانات غير كافية: أُجيب في الوقت عن { $answered } من { $asked } من أسئلة النتيجة، أي أقل من النصف.
report-reason-not-asked-baseline = لم يُطرح السؤال في خط الأساس.
report-reason-not-asked-result = لم يُطرح السؤال في النتيجة.
report-share-window = أُجيب في الوقت في نافذة النتيجة: { $answered } من { $asked }. في التجربة كلها: { $all }، ومنها المتأخرة.
report-share-trial = أُجيب في التجربة كلها: { $all }، ومنها المتأخرة.

## جدول النتائج

report-results-title = النتائج حسب المقياس
report-column-measure = المقياس
report-column-before = قبل
report-column-window = آخر { $hours } ساعة
report-column-best = أفضل قيمة
report-column-answered-on-time = في الوقت
report-column-relief = التحسن
report-column-line = خط { $percent } %
report-column-dose = الجرعة
report-mean-of = { $mean } (متوسط { $count })
report-best-after = { $value } (بعد { $hours } س)
report-relief-undefined = غير معرّف: خط الأساس 0
report-relief-not-enough = بيانات غير كافية
report-relief-not-asked = لم يُسأل
report-relief-worse = أسوأ بنسبة { $percent }
report-line-reached = { $value }، بُلغ
report-line-not-reached = { $value }، لم يُبلغ
report-line-at = { $value }
report-line-no = لا خط
report-line-beyond = { $value }، خارج المقياس

## يومًا بيوم

report-days-title = يومًا بيوم
report-column-day = اليوم
report-day-before = قبل
report-day-of-trial = اليوم { $day }
report-day-outside = بعد
report-day-with-date = { $day }، { $date }
report-column-answered = المجاب
report-column-basal = القاعدي، ميكروغرام
report-column-boluses = الجرعات الإضافية المعطاة
report-column-bolus-dose = كميتها، ميكروغرام
report-column-analgesics = المسكنات
report-boluses = { $given } من { $asked }
report-boluses-refused = مرفوض: { $count }
report-boluses-stopped = أُوقف مبكرًا: { $count }
report-boluses-uncertain = غير معروف بعد: { $count }
report-no-answer = لا إجابة
report-not-asked = لم يُسأل
report-days-note = متوسطات كل إجابات اليوم، ومنها المتأخرة. «لا إجابة» تعني أن أحدًا لم يجب، ولا تُحسب 0 أبدًا. «لم يُذكر» تعني أن شيئًا لم يُقل عنه.
report-not-told = لم يُذكر
report-no-pump = بلا مضخة

## الآثار الجانبية والأدوية

report-side-effects-title = الآثار الجانبية
report-side-effects-none = لم يُذكر أي أثر جانبي في الأيام التي سُئل فيها عنه.
report-side-effects-not-told = لم يُذكر شيء عن الآثار الجانبية.
report-column-side-effect = الأثر الجانبي
report-column-days-told = ذُكر في
report-effect-nausea = غثيان
report-effect-vomiting = قيء
report-effect-itching = حكة
report-effect-urinary-retention = صعوبة التبول
report-effect-constipation = إمساك
report-effect-sleepiness = نعاس
report-effect-swelling = تورم
report-effect-weakness = ضعف
report-effect-dizziness = دوار
report-effect-confusion = ارتباك
report-effect-memory = صعوبة التذكر
report-effect-gait = صعوبة المشي

report-medicines-title = أدوية بالفم
report-medicines-none = لم يُدخل أي دواء بالفم.
report-column-medicine = الدواء
report-column-amount = الكمية
report-column-from = من
report-column-until = إلى
report-column-change = التغيير
report-goes-on = مستمر
report-change-before = كان يؤخذ قبلها
report-change-started = بدأ
report-change-more = أكثر من قبل
report-change-fewer = أقل من قبل
report-change-other = تغيير آخر
report-analgesics-title = مسكنات إضافية
report-analgesics-none = لم يُذكر أي منها.
report-column-times-before = مرات قبلها
report-column-times-trial = مرات في التجربة

## المضخة

report-pump-title = المضخة
report-pump-read = الوصفة كما قُرئت من المضخة في { $read }: { $drug }، { $concentration }.
report-pump-program = البرنامج القاعدي: { $steps }.
report-pump-step = { $rate } من { $time }
report-pump-bolus = الجرعة الإضافية: { $dose }، وزمن الانتظار { $lockout } من بداية إلى بداية، وبحد أقصى { $count } في { $window }.
report-pump-no-bolus = لا يُسمح بجرعة إضافية.
report-changes-title = تغييرات البرنامج
report-changes-none = لم يتغير البرنامج في هذه المدة.
report-column-when = متى
report-column-basal-before = القاعدي قبل
report-column-basal-after = القاعدي بعد
report-column-bolus = الجرعة الإضافية
report-doubtful-title = جرعات إضافية رُفضت أو أُوقفت أو لم تُعرف
report-column-programmed = المبرمج
report-column-outcome = النتيجة
report-column-asked-by = الطالب
report-outcome-refused = رُفضت، ولم يُعط شيء
report-outcome-stopped = أُوقفت مبكرًا: { $least } على الأقل و{ $most } على الأكثر
report-outcome-uncertain = غير معروفة بعد: ليس مؤكدًا أنها أُعطيت أو رُفضت
report-outcome-running = جارية
report-outcome-given = أُعطيت
report-origin-phone = الهاتف
report-origin-clinician = العيادة
report-log-title = اكتمال سجل المضخة
report-log-whole = لا ثغرات في السجل في هذه المدة.
report-log-gap = { $span }: { $cause }
report-gap-outage = لم تعمل المضخة أو كانت بلا طاقة
report-gap-overwritten = كُتب فوقه في المضخة قبل قراءته
report-gap-not-read = لم يُقرأ بعد
report-remarks-title = ملاحظات في اليوميات
report-column-remark = الملاحظة

## كيف يُقرأ

report-method-title = كيف يُقرأ هذا التقرير
report-method-text-infusion = خط الأساس: كل إجابة قبل التجربة. النتيجة: الإجابات في الوقت في آخر { $hours } ساعة. التحسن هو الجزء الذي تحسن من متوسط خط الأساس، بنسبة مئوية صحيحة مقربة إلى الأسفل. يُعد نحو 30 % مهمًا سريريًا و50 % كبيرًا (المقياس الرقمي). إذا أُجيب عن أقل من نصف الأسئلة فلا يُذكر تحسن، وإذا كان خط الأساس 0 فهو غير معرّف. الإجابات الناقصة تبقى ناقصة.
report-method-text-doses = خط الأساس: كل إجابة قبل الجرعة الأولى. النتيجة: أفضل إجابة في الوقت بعد كل جرعة، وأفضل عدة إجابات خير من متوسطها ولو بالمصادفة. التحسن هو الجزء الذي تحسن من متوسط خط الأساس، بنسبة مئوية صحيحة مقربة إلى الأسفل. يُعد نحو 30 % مهمًا سريريًا و50 % كبيرًا (المقياس الرقمي). إذا أُجيب عن أقل من نصف الأسئلة فلا يُذكر تحسن، وإذا كان خط الأساس 0 فهو غير معرّف. الإجابات الناقصة تبقى ناقصة.
report-unshown = عدد الحروف التي تعذرت طباعتها وتظهر برموزها بين أقواس: { $count }.

## رسم التجربة

report-chart-title = عبر الزمن
report-chart-before = قبل
report-chart-before-mean = قبل: { $mean }
report-chart-line = أفضل بنسبة { $percent } %: { $value }
report-chart-window = آخر { $hours } ساعة
report-chart-not-answered = بلا إجابة
report-chart-basal = القاعدي، ميكروغرام في اليوم
report-chart-boluses = الجرعات الإضافية
report-chart-doses = الجرعات، ميكروغرام
report-chart-no-lines-zero = لا خطي 30 % و50 %: خط الأساس 0
report-chart-no-lines-data = لا خطي 30 % و50 %: بيانات غير كافية قبلها
report-chart-legend-late = متأخر
report-chart-legend-spontaneous = دون سؤال
report-chart-legend-missing = بلا إجابة
report-chart-legend-skipped = تُرك
report-chart-legend-given = جرعة أُعطيت
report-chart-legend-stopped = أُوقفت مبكرًا
report-chart-legend-refused = رُفضت
report-chart-legend-uncertain = غير معروفة بعد
report-chart-legend-changed = تغير البرنامج
report-chart-legend-at-least = على الأقل

## الرسم بالكلمات

report-twin-title = { $measure }، { $span }.
report-twin-beside = وبجانبه: { $measure }.
report-twin-before = المتوسط قبل التجربة: { $mean } من { $most }، عدد الإجابات { $count }.
report-twin-no-before = لم يجب أحد قبل التجربة.
report-twin-line = خط { $percent } % عند { $value }.
report-twin-late = { $value } (متأخر)
report-twin-unprompted = { $value } (دون سؤال)
report-twin-missing = بلا إجابة
report-twin-skipped = تُرك

## توقع الخزان

report-residual-title = ما في الخزان
report-residual-expected = المتوقع
report-residual-earliest = أبكر ما يمكن
report-residual-low = منخفض: { $volume }
report-residual-use-by = يُستعمل حتى { $date }
report-residual-now = الآن
report-residual-axis = مليلتر
report-residual-twin-now = قُرئ في { $at }: في الخزان { $volume }.
report-residual-twin-low = ينخفض عند { $volume }: أبكر ما يمكن في { $earliest }، والمتوقع في { $expected }.
report-residual-twin-low-earliest = ينخفض عند { $volume }: أبكر ما يمكن في { $earliest }.
report-residual-twin-low-unknown = ينخفض عند { $volume }. لا يصل هذا الرسم إلى ذلك اليوم.
report-residual-twin-use-by = يُستعمل الدواء حتى { $date }.
report-residual-column-day = اليوم
report-residual-column-expected = المتوقع
report-residual-column-earliest = الأقل
