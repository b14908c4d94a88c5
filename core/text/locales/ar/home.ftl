### الشاشة الأولى

home-title-working = مضختك تعمل
