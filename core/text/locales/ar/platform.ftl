### ما يعرضه النظام

platform-app-name = Cisterna
