document.getElementById("script").textContent = "avec script"
